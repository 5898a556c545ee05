// File key: one name for a picture in all its sizes, so that a smaller one is not open where the large one is not.
import { addressPath } from '../../core/address-path.ts'
import type { Cms } from '../../core/origin.ts'

/** WordPress makes `quay-300x200.png` and `quay-scaled.png` of `quay.png`; Ghost serves `/content/images/size/w600/…`. */
export function fileKeyOf(cms: Cms): (file: string) => string {
  return (file) => {
    // However it is spelled: servers decode what is encoded, and some know no case.
    const path = addressPath(file.split('#', 1)[0] ?? file)
    switch (cms) {
      case 'wordpress':
        return path.replace(
          /(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{13})+(?=\.\w{2,5}(?:\.webp)?$)/,
          '',
        )
      case 'ghost':
        return path.replace(/^\/content\/images\/size\/[\w/]+?\/(?=\d{4}\/)/, '/content/images/')
      case 'none':
        return path
    }
  }
}
