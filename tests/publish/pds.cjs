// Start a PDS and the directory of identities it needs, both on loopback; print one JSON line when they answer.
// usage: node pds.cjs FOLDER_WITH_NODE_MODULES DATA_FOLDER
const { createRequire } = require('module')
const { randomBytes } = require('crypto')
const net = require('net')
const path = require('path')

const [packages, data] = process.argv.slice(2)
const need = createRequire(path.join(path.resolve(packages), 'package.json'))
process.env.LOG_ENABLED = 'false'

// Neither server takes a host: every listener of this process is bound to loopback here.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port === 'number' && typeof rest[0] !== 'string') rest.unshift('127.0.0.1')
  return listen.call(this, port, ...rest)
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
const secret = () => randomBytes(32).toString('hex')

async function main() {
  const [directoryPort, port] = [await freePort(), await freePort()]
  const directory = need('@did-plc/server')
  const plc = directory.PlcServer.create({ db: directory.Database.mock(), port: directoryPort, version: '0' })
  await plc.start()
  const { PDS, envToCfg, envToSecrets, readEnv } = need('@atproto/pds')
  const settings = {
    ...readEnv(),
    port,
    devMode: true,
    hostname: 'localhost',
    serviceHandleDomains: ['.test'],
    didPlcUrl: `http://127.0.0.1:${directoryPort}`,
    dataDirectory: data,
    blobstoreDiskLocation: path.join(data, 'blobs'),
    inviteRequired: false,
    rateLimitsEnabled: false,
    disableSsrfProtection: true,
    adminPassword: secret(),
    jwtSecret: secret(),
    dpopSecret: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
  }
  const pds = await PDS.create(envToCfg(settings), envToSecrets(settings))
  await pds.start()
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }))
  const stop = () => process.exit(0)
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
