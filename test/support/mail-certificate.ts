// Certificate of the mail server in the tests: signed by itself, for loopback names alone, and valid for a century.
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgryQmsVrtH2QZCFEW
zUfTxhrn2h/xsJP+R6wlyw9xXAShRANCAAQFVcmCosaNlnoLt1aKUzgUidWJLmYg
6LrrQ67NoYi867U1f9/cgohJxIuHmJnEbhQUGIjOIboMPpczejRbJQlV
-----END PRIVATE KEY-----
`

export const cert = `-----BEGIN CERTIFICATE-----
MIIBoTCCAUegAwIBAgIUMx5xyQ/cUIwve0N3TJurivj/3h8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE3MDQ1MFoYDzIxMjYxMDMw
MTcwNDUwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQFVcmCosaNlnoLt1aKUzgUidWJLmYg6LrrQ67NoYi867U1f9/cgohJ
xIuHmJnEbhQUGIjOIboMPpczejRbJQlVo3UwczAdBgNVHQ4EFgQU8/uRHUrKiIFS
RK/efhSIhOVwffUwHwYDVR0jBBgwFoAU8/uRHUrKiIFSRK/efhSIhOVwffUwDwYD
VR0TAQH/BAUwAwEB/zAgBgNVHREEGTAXgglsb2NhbGhvc3SHBH8AAAGHBAAAAAAw
CgYIKoZIzj0EAwIDSAAwRQIgHh0hphGko/6rG72dO02shxQDhAAtwk4XdIOJNm20
NGICIQDh4Ycn1waBhRtZzHRgcKlZXyoMtlvfzvnvlC/9poi5YA==
-----END CERTIFICATE-----
`
