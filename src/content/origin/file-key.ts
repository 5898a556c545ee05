// File key: one name for a picture in all its sizes and spellings, and by whatever makes the sizes, so that a smaller one
// is not open where the large one is not.
import { addressPath } from '../../core/address-path.ts'
import type { Cms } from '../../core/origin.ts'

/** WordPress makes `quay-300x200.png` and `quay-scaled.png` of `quay.png`; Ghost serves `/content/images/size/w600/…`. */
export function fileKeyOf(cms: Cms): (file: string) => string {
  return (file) => {
    const { path, query } = plainOf(file)
    switch (cms) {
      // Other systems that name sizes name them like this too.
      case 'none':
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
    }
  }
}

const MEDIA =
  /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|mp3|m4a|ogg|oga|opus|wav|mp4|m4v|webm|mov|pdf|epub|zip)$/i
/** How large it shall be, and how well coded: the picture is the same. */
const OF_SIZE =
  /^(?:w|h|q|width|height|quality|fit|crop|auto|dpr|fm|format|resize|size|v|ver|itok|ssl|strip)$/i
/** Cloudflare's own, Nuxt's: `/cdn-cgi/image/width=80,quality=75/uploads/quay.jpg`. Drupal's: `/styles/large/public/`. */
const RESIZED =
  /^\/index\.php(?=\/)|^\/(?:cdn-cgi\/image|_ipx)\/[^/]+(?=\/)|\/styles\/[^/]+\/(?:public|private)(?=\/)/gi
/** Sharper, or once more in another coding beside the picture. */
const BESIDE = /(?:@[23]x)(?=\.\w+$)|(?<=\.(?:jpe?g|png|gif))\.(?:webp|avif)$/gi

/** However it is spelled: servers decode what is encoded, and some know no case. */
function plainOf(file: string): { readonly path: string; readonly query: string } {
  const [address = file] = file.split('#', 1)
  const mark = address.indexOf('?')
  const path = addressPath(address).replace(RESIZED, '').replace(BESIDE, '')
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

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif)(?=\/|\?|$)/
const CODED_ANEW = /\.(?:webp|avif|jxl)$/
const MOST_PARTS = 12

/**
 * Keys of files that what stands at a key may be made of: with what makes the sizes in front of their path
 * (`/thumbs/200/uploads/quay.jpg`) or behind it (`/uploads/quay.jpg/w300`), or coded anew.
 */
export function originalsOf(key: string): readonly string[] {
  if (!PICTURE.test(key)) return []
  const [path = key] = key.split('?', 1)
  const whole = /^.*?\.(?:jpe?g|png|gif|webp|avif)(?=\/)/.exec(path)?.[0] ?? path
  const parts = whole.split('/').slice(1)
  const originals = whole === path ? [] : [whole]
  for (let from = 1; from < Math.min(parts.length - 1, MOST_PARTS); from++)
    originals.push(`/${parts.slice(from).join('/')}`)
  if (CODED_ANEW.test(whole))
    for (const coding of ['jpg', 'jpeg', 'png', 'gif'])
      originals.push(whole.replace(CODED_ANEW, `.${coding}`))
  return originals
}

/** An article to be printed, kept or heard: `/quay.pdf`, `/quay/pdf`, `/quay/audio.mp3`. */
const WHOLE =
  /\.(?:pdf|docx?|odt|rtf|epub|mp3|m4a|aac|og[ga]|opus|wav)$|\/(?:pdf|download|audio|listen)(?:\.\w{2,4})?$/

/** The path of the article that a file is all of, by its name. */
export function articleBeside(key: string): string | undefined {
  return WHOLE.test(key) ? key.replace(WHOLE, '') : undefined
}
