// File key: one name for a picture in all its sizes and spellings, and by whatever makes the sizes, so that a smaller one
// is not open where the large one is not.
import { addressPath } from '../../core/address-path.ts'
import type { Cms } from '../../core/origin.ts'

/** WordPress makes `quay-300x200.png` and `quay-scaled.png` of `quay.png`; Ghost serves `/content/images/size/w600/…`. */
export function fileKeyOf(cms: Cms): (file: string) => string {
  return (file) => {
    const { path, query } = plainOf(file)
    switch (cms) {
      case 'wordpress':
        return (
          path.replace(
            /(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{13})+(?=\.\w{2,5}(?:\.webp)?$)/,
            '',
          ) + query
        )
      case 'ghost':
        return (
          path.replace(/^\/content\/images\/size\/[\w/]+?\/(?=\d{4}\/)/, '/content/images/') + query
        )
      case 'none':
        return path + query
    }
  }
}

const MEDIA =
  /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|mp3|m4a|ogg|oga|opus|wav|mp4|m4v|webm|mov|pdf|epub|zip)$/i
/** How large it shall be, and how well coded: the picture is the same. */
const OF_SIZE =
  /^(?:w|h|q|width|height|quality|fit|crop|auto|dpr|fm|format|resize|size|v|ver|itok|ssl|strip)$/i
/** Cloudflare's own: `/cdn-cgi/image/width=80,quality=75/uploads/quay.jpg`. */
const RESIZED = /^\/cdn-cgi\/image\/[^/]+(?=\/)/i

/** However it is spelled: servers decode what is encoded, and some know no case. */
function plainOf(file: string): { readonly path: string; readonly query: string } {
  const [address = file] = file.split('#', 1)
  const mark = address.indexOf('?')
  const path = addressPath(address).replace(RESIZED, '')
  if (mark < 0 || MEDIA.test(path)) return { path, query: '' }
  const parameters = [...new URLSearchParams(address.slice(mark + 1))]
  // `/_next/image?url=/uploads/quay.jpg&w=640`, `/thumb.php?src=…`: made of that file.
  for (const [, value] of parameters) {
    const source = addressPath(value.replace(/^(?:https?:)?\/\/[^/]*/i, '').replace(/^\/*/, '/'))
    if (MEDIA.test(source)) return { path: source, query: '' }
  }
  const telling = parameters.filter(([name]) => !OF_SIZE.test(name)).map((pair) => pair.join('='))
  return { path, query: telling.length === 0 ? '' : `?${telling.sort().join('&')}` }
}
