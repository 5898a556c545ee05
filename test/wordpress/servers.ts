// Servers: MariaDB, php-fpm and nginx from Debian's packages, started so that they know nothing of the system's own.
import { readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import type { Folder } from './folder.ts'

const PHP_FPM = /^php-fpm[\d.]+$/

export async function startDatabase(folder: Folder): Promise<{ readonly socket: string }> {
  const data = join(folder.path, 'data')
  const socket = join(folder.path, 'mariadb.sock')
  // Nothing has to outlive the test: no waiting for the disk.
  const small = [
    '--innodb-log-file-size=8M',
    '--innodb-buffer-pool-size=64M',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
    // When one starts, it clears away temporary tables, those of others too.
    `--tmpdir=${folder.path}`,
  ]
  await folder.run(
    ...['mariadb-install-db', '--no-defaults', `--datadir=${data}`, ...small],
    ...['--auth-root-authentication-method=normal', '--skip-test-db'],
  )
  const first = await folder.write('first.sql', 'CREATE DATABASE IF NOT EXISTS wordpress;\n')
  await folder.start(
    'mariadb',
    [
      ...['mariadbd', '--no-defaults', `--datadir=${data}`, `--socket=${socket}`, ...small],
      ...['--skip-networking', '--skip-log-bin', `--init-file=${first}`],
      `--pid-file=${join(folder.path, 'mariadb.pid')}`,
    ],
    () => reach({ path: socket }),
  )
  return { socket }
}

/** Gives the socket that takes FastCGI. */
export async function startPhp(folder: Folder): Promise<{ readonly socket: string }> {
  const program = readdirSync('/usr/sbin').find((name) => PHP_FPM.test(name))
  if (program === undefined) throw new Error('There is no php-fpm in /usr/sbin.')
  const socket = join(folder.path, 'php.sock')
  const configuration = await folder.write(
    'php-fpm.conf',
    `[global]
error_log = ${join(folder.path, 'php-fpm.log')}
daemonize = no
[www]
listen = ${socket}
pm = static
pm.max_children = 4
catch_workers_output = yes
php_admin_flag[log_errors] = on
`,
  )
  const command = [join('/usr/sbin', program), '--nodaemonize', '--fpm-config', configuration]
  await folder.start('php-fpm', command, () => reach({ path: socket }))
  return { socket }
}

/** Gives the address under which `root` is served, PHP by the socket `php`. */
export async function startWeb(
  folder: Folder,
  root: string,
  php: string,
): Promise<{ readonly address: string }> {
  await mkdir(join(folder.path, 'nginx'))
  const port = await freePort()
  const configuration = await folder.write('nginx.conf', nginx(folder.path, port, root, php))
  await folder.start('nginx', ['nginx', '-p', folder.path, '-c', configuration], () =>
    reach({ port }),
  )
  return { address: `http://127.0.0.1:${port}` }
}

function nginx(path: string, port: number, root: string, php: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(path, `nginx-${name}`)};`)
    .join(' ')
  // Debian's own list of these drops the port from the host, and WordPress then redirects without end.
  const parameters = [
    'QUERY_STRING $query_string',
    'REQUEST_METHOD $request_method',
    'CONTENT_TYPE $content_type',
    'CONTENT_LENGTH $content_length',
    'REQUEST_URI $request_uri',
    'SCRIPT_NAME $fastcgi_script_name',
    'SCRIPT_FILENAME $document_root$fastcgi_script_name',
    'DOCUMENT_ROOT $document_root',
    'SERVER_PROTOCOL $server_protocol',
    'SERVER_SOFTWARE nginx/$nginx_version',
    'SERVER_NAME $server_name',
    'SERVER_PORT $server_port',
    'SERVER_ADDR $server_addr',
    'REMOTE_ADDR $remote_addr',
  ]
    .map((parameter) => `fastcgi_param ${parameter};`)
    .join(' ')
  return `daemon off; pid ${join(path, 'nginx.pid')}; error_log stderr; worker_processes 1;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  access_log ${join(path, 'access.log')};
  client_max_body_size 64m;
  ${temporary}
  server {
    listen 127.0.0.1:${port};
    root ${root};
    index index.php;
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php$ {
      try_files $uri =404;
      ${parameters}
      fastcgi_pass unix:${php};
    }
  }
}
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Rejects when nothing listens there. */
function reach(where: { path: string } | { port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect('port' in where ? { ...where, host: '127.0.0.1' } : where)
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}
