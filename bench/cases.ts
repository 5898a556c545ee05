// Cases: everything that is measured, each tried with its own requests before it counts.
import { join } from 'node:path'
import { idOf } from '../src/content/article-id.ts'
import { RECEIPT_HEADER } from '../src/core/receipt.ts'
import { put, SUBJECT, writeEdition, writeSite } from './edition.ts'
import { type Asked, ask, hasCommand, knowing, pageFrom, requestsFile } from './exchange.ts'
import { mixOf } from './mix.ts'
import type { Running } from './process.ts'
import {
  atTheWall,
  KEYS,
  metered,
  passersBy,
  READERS,
  registered,
  rereading,
  returning,
  subscribers,
} from './readers.ts'
import { startBareNode, startNginx, startOrigin, startStandfirst, startVarnish } from './servers.ts'
import { openSessions } from './sessions.ts'

const WALL = '/wall'
const ARTICLES = 100
const MANY_ARTICLES = 10_000
const MANY_PASSES = 100_000

export interface Case {
  readonly name: string
  readonly server: Running
  /** A file for load.lua. */
  readonly requests: string
  /** How many there are in it. */
  readonly count: number
  /** What nginx and Varnish serve that this is divided by; undefined where they serve nothing like it. */
  readonly against: 'the page' | 'the wall' | '304' | undefined
  /** Whether it is also asked at half of its rate. */
  readonly atHalf: boolean
}

/** What a bench is set up with. */
export interface Stage {
  readonly dir: string
  /** How many requests the mix of (e) has. */
  readonly mixed: number
  /** Of so many readers one is tried before anything counts; 1 is all of them. */
  readonly tryOneOf: number
  /** Starts a server and notes it among those that are stopped at the end. */
  start(server: Promise<Running>): Promise<Running>
}

/** Cookies of the readers of one article. */
interface Crowd {
  readonly again: readonly string[]
  readonly metered: readonly string[]
  readonly walled: readonly string[]
  readonly payers: readonly string[]
}

export async function prepareCases(stage: Stage): Promise<readonly Case[]> {
  const crowd: Crowd = {
    again: rereading(idOf(SUBJECT)),
    metered: metered(idOf(SUBJECT)),
    walled: atTheWall(),
    payers: subscribers(READERS),
  }
  const { dir } = stage
  const edition = join(dir, 'edition')
  await writeEdition(edition, ARTICLES)
  const sessions = await openSessions(join(dir, 'data'), READERS)
  const server = await stage.start(standfirst(edition, join(dir, 'data')))
  await expectReaders(server.address + SUBJECT, crowd, stage.tryOneOf)
  const back = returning(sessions)
  await expectEach(
    server.address + SUBJECT,
    someOf(back, stage.tryOneOf),
    'grant; reason=subscription',
  )
  return [
    ...(await peers(stage, server, crowd)),
    ...(await ours(stage, server, crowd, back)),
    await mixed(stage),
    ...(await around(stage, server)),
    ...(await gate(stage, server, crowd)),
  ]
}

function standfirst(edition: string, data: string): Promise<Running> {
  return startStandfirst(edition, data, { STANDFIRST_KEYS: KEYS })
}

async function expectReaders(url: string, crowd: Crowd, oneOf: number): Promise<void> {
  const expected = (cookies: readonly string[], receipt: string) =>
    expectEach(url, someOf(cookies, oneOf), receipt)
  await expected(crowd.again, 'grant; reason=metering')
  await expected(crowd.metered, 'grant; reason=metering')
  await expected(crowd.walled, 'wall; wall=registration; reason=meter-spent')
  await expected(crowd.payers, 'grant; reason=subscription')
}

function someOf(cookies: readonly string[], oneOf: number): readonly string[] {
  return cookies.filter((_, place) => place % oneOf === 0)
}

/** The same page and the same wall from the others; those that are not installed are left out. */
async function peers(stage: Stage, server: Running, crowd: Crowd): Promise<readonly Case[]> {
  const { dir } = stage
  const url = server.address + SUBJECT
  const page = await pageFrom(url, crowd.payers[0] ?? '', SUBJECT)
  const wall = await pageFrom(url, crowd.walled[0] ?? '', WALL)
  const bare = await stage.start(startBareNode(join(dir, 'bare'), page))
  const asked = await requestsFile(join(dir, 'page'), SUBJECT, withCookies(crowd.again))
  const own = {
    requests: asked,
    count: crowd.again.length,
    against: 'the page',
    atHalf: true,
  } as const
  const cases: Case[] = []
  if (await hasCommand('nginx')) {
    const nginx = await stage.start(startNginx(join(dir, 'nginx'), [page, wall]))
    cases.push(...(await peerCases('nginx', stage, nginx, crowd)))
    if (await hasCommand('varnishd')) {
      const before = startVarnish(join(dir, 'varnish'), nginx.address, [page])
      cases.push(...(await peerCases('Varnish', stage, await stage.start(before), crowd)))
    }
  }
  return [...cases, { ...own, name: 'bare node:http, the page', server: bare }]
}

async function peerCases(
  name: string,
  { dir }: Stage,
  server: Running,
  { again }: Crowd,
): Promise<readonly Case[]> {
  const cookies = withCookies(again)
  const known = await knowing(server.address + SUBJECT, again)
  const file = (part: string, path: string, asked: readonly Asked[]) =>
    requestsFile(join(dir, `${name} ${part}`), path, asked)
  const page = await file('page', SUBJECT, cookies)
  const wall = await file('wall', WALL, cookies)
  const same = await file('304', SUBJECT, known)
  const of = (against: NonNullable<Case['against']>, requests: string, atHalf: boolean): Case => ({
    ...{ name: `${name}, ${against}`, server, requests, count: again.length, against, atHalf },
  })
  return [of('the page', page, true), of('the wall', wall, false), of('304', same, false)]
}

async function ours(
  { dir }: Stage,
  server: Running,
  crowd: Crowd,
  back: readonly string[],
): Promise<readonly Case[]> {
  const known = await knowing(server.address + SUBJECT, crowd.again)
  const many = subscribers(MANY_PASSES)
  const of = async (
    name: string,
    against: Case['against'],
    asked: readonly Asked[],
    atHalf = true,
  ): Promise<Case> => {
    const requests = await requestsFile(join(dir, name), SUBJECT, asked)
    return { name, server, requests, count: asked.length, against, atHalf }
  }
  return [
    await of('(a) anonymous, half of them spend a read', 'the page', withCookies(crowd.metered)),
    await of('(b) at the wall', 'the wall', withCookies(crowd.walled)),
    await of('(c) subscribers, 1,000 passes', 'the page', withCookies(crowd.payers)),
    await of('(c) subscribers, 100,000 passes', 'the page', withCookies(many)),
    await of('(d) passes renewed from sessions', 'the page', withCookies(back)),
    await of('(f) 304', '304', known),
  ]
}

/** (e), on a server of its own with many articles. */
async function mixed({ dir, start, mixed: count }: Stage): Promise<Case> {
  const edition = join(dir, 'many')
  await writeEdition(edition, MANY_ARTICLES)
  const server = await start(standfirst(edition, join(dir, 'many-data')))
  const asked = mixOf(MANY_ARTICLES, count, {
    anonymous: passersBy(),
    registered: registered(READERS),
    subscribers: subscribers(READERS),
  })
  for (const { path = '', cookie } of asked.slice(0, 100))
    await expectEach(server.address + path, [cookie], '')
  const requests = await requestsFile(join(dir, 'mixed'), SUBJECT, asked)
  const name = '(e) 10,000 articles, mixed readers'
  return { name, server, requests, count, against: 'the page', atHalf: true }
}

/** The pages around the articles, as everybody gets them. */
async function around({ dir }: Stage, server: Running): Promise<readonly Case[]> {
  const of = async (name: string, path: string): Promise<Case> => {
    const { status } = await ask(server.address + path, {})
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    const requests = await requestsFile(join(dir, name), path, [{ cookie: '' }])
    return { name, server, requests, count: 1, against: undefined, atHalf: false }
  }
  return [await of('(g) front page', '/'), await of('(h) feed', '/feed.xml')]
}

/** The same article in front of a site, which sends the page that the edition's subscribers get. */
async function gate({ dir, start, tryOneOf }: Stage, edition: Running, crowd: Crowd) {
  const url = edition.address + SUBJECT
  const headers = { Cookie: crowd.payers[0] ?? '', 'Accept-Encoding': 'identity' }
  const { bytes } = await ask(url, headers)
  const root = join(dir, 'site')
  await put(join(root, SUBJECT, 'index.html'), bytes)
  await put(join(root, 'index.html'), '<!doctype html><title>The front page</title>')
  const origin = await start(startOrigin(root))
  await writeSite(join(dir, 'gate'), origin.address)
  const server = await start(standfirst(join(dir, 'gate'), join(dir, 'gate-data')))
  await expectReaders(server.address + SUBJECT, crowd, tryOneOf)
  const of = async (
    name: string,
    against: Case['against'],
    cookies: readonly string[],
  ): Promise<Case> => {
    const requests = await requestsFile(join(dir, `gate ${name}`), SUBJECT, withCookies(cookies))
    const count = cookies.length
    return { name: `in front of a site, ${name}`, server, requests, count, against, atHalf: false }
  }
  return [
    await of('read again on the meter', 'the page', crowd.again),
    await of('subscribers', 'the page', crowd.payers),
    await of('at the wall', 'the wall', crowd.walled),
  ]
}

function withCookies(cookies: readonly string[]): readonly Asked[] {
  return cookies.map((cookie) => ({ cookie }))
}

/** Throws unless every reader gets what the case is about: a bench of error pages is quick and worth nothing. */
async function expectEach(url: string, cookies: readonly string[], receipt: string) {
  for (const cookie of cookies) {
    const answer = await ask(url, cookie === '' ? {} : { Cookie: cookie })
    const said = answer.headers[RECEIPT_HEADER.toLowerCase()]
    if (answer.status !== 200 || !String(said).startsWith(receipt))
      throw new Error(`${url} answered ${answer.status} with "${said}" instead of "${receipt}"`)
  }
}
