// Gallery: articles in languages whose words an audit could miss: with umlauts, and without spaces between words.
import type { Article } from './articles.ts'

export const GERMAN: readonly Article[] = [
  {
    path: '/stadt/die-loeschmuehle',
    title: 'Wem gehört die Löschmühle?',
    summary: 'Zwei Gemeinden streiten über ein Mühlrad, das seit Jahren stillsteht.',
    byline: 'Änne Föhrmann',
    published: '2026-11-23T06:10:00+00:00',
    section: 'stadt',
    tag: 'muehle',
    free: false,
    preview: [
      'Die Löschmühle steht genau auf der Grenze zwischen Ober- und Niederstöckach, und solange sie Mehl mahlte, hat das niemanden gestört. Seit das Dach undicht ist, möchte sie keiner mehr besitzen.',
      'Am Dienstag trafen sich beide Bürgermeister zum ersten Mal seit elf Jahren an einem Tisch, auf halber Höhe der Brücke, bei strömendem Regen.',
    ],
    gated: [
      'Die Urkunde, die der Küster im Beichtstuhl aufbewahrte, erwähnt ausdrücklich nur das Wehr und die Fischtreppe. Für Schindeln, Gebälk und Schwalbennester fühlte sich der Großherzog offenbar unzuständig, wie die Archivarin Gisela Düsterwald trocken anmerkte.',
      'Ein Zimmermann aus dem Nachbartal veranschlagt achtundsechzigtausend Gulden, vorausgesetzt, dass die Eichenschwellen den Frühjahrsfrost überstehen. Andernfalls müsse man, so sagte er kauend, das Getriebe ausbauen und für die Gäule einen Umweg über den Ziegenbühl anlegen.',
      'Überraschend meldete sich ein Käsehändler, der im Kellergewölbe Räucherlaibe reifen lassen will. Er verlangt keinen Zuschuss, sondern bloß Schlüssel, Glühbirnen und die schriftliche Zusicherung, dass der Gänsehirt künftig woanders übt, auf seinem Flügelhorn zu blasen.',
    ],
  },
  {
    path: '/stadt/der-kuerbis',
    title: 'Der größte Kürbis wog weniger als gedacht',
    summary: 'Die Waage auf dem Herbstmarkt war falsch geeicht.',
    byline: 'Jörg Kästle',
    published: '2026-11-22T06:10:00+00:00',
    section: 'stadt',
    tag: 'markt',
    free: true,
    preview: [
      'Der Siegerkürbis vom Herbstmarkt wog nicht zweihundert Kilogramm, sondern einhundertachtzig. Die Waage war falsch geeicht, und zwar seit Jahrzehnten.',
    ],
    gated: ['Die Züchterin darf ihre Schärpe behalten, weil alle anderen ebenso leichter waren.'],
  },
]

export const JAPANESE: readonly Article[] = [
  {
    path: '/machi/tomaranai-tokei',
    title: '止まらない時計の町',
    summary: '古い時計台の修理をめぐって、町の意見が二つに分かれている。',
    byline: '水島かえで',
    published: '2026-11-23T06:10:00+00:00',
    section: 'machi',
    tag: 'tokei',
    free: false,
    preview: [
      '港の坂道を上ると、百年前に建てられた時計台が見えてくる。針はいつも十一分遅れているが、町の人はだれも困らないという。',
      '先週、屋根を直していた職人が、壁のすき間から封をしたままの手紙を見つけた。差出人の名前は、にじんで読めなかった。',
    ],
    gated: [
      '手紙を書いたのは、三十年間ねじを巻き続けた元船大工の老人だった。夜勤を終えた漁師たちが最後の渡し船に間に合うように、わざと振り子の重りを曲げたと記されている。',
      '町議会では、正しい時刻に戻すべきだという若い議員と、このまま残してほしいと訴える食堂の女主人が、深夜まで激しく言い争った。傍聴席には毛布を持ち込む人までいた。',
      '専門家の見積もりによれば、歯車の交換には軽自動車二台分の費用がかかる。鳩の巣を移す作業は、巣立ちが終わる五月まで始められないそうだ。',
    ],
  },
  {
    path: '/machi/yagi-no-kyousou',
    title: 'やぎの競走、九歳の少女が優勝',
    summary: '秋祭りの坂道レースに初めて出た少女が勝った。',
    byline: '北川そうた',
    published: '2026-11-22T06:10:00+00:00',
    section: 'machi',
    tag: 'matsuri',
    free: true,
    preview: ['秋祭りの名物となっている坂道レースで、初めて参加した九歳の少女が優勝した。'],
    gated: ['二位だった郵便配達の男性は、来年もう一度挑戦すると笑顔で話している。'],
  },
]
