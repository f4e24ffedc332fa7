import { connect } from 'node:net';
import mongoose from 'mongoose';
import { realMinio, realMongo, realNats } from './servers.ts';

test('the mongod of a run is a replica set, and everybody gets the same one with a prefix of their own', async () => {
  const [one, two] = await Promise.all([realMongo(), realMongo()]);
  expect(one.uri).toBe(two.uri);
  expect(one.prefix).not.toBe(two.prefix);
  const client = await mongoose.mongo.MongoClient.connect(one.uri);
  const hello = await client.db('admin').command({ hello: 1 });
  await client.close();
  expect(hello).toMatchObject({ isWritablePrimary: true, setName: expect.any(String) });
});

test('the nats-server of a run speaks JetStream', async () => {
  const { servers, prefix } = await realNats();
  const { hostname, port } = new URL(servers);
  const info = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname).on('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
  expect(info).toMatch(/^INFO \{.*"jetstream":true/);
  expect((await realNats()).prefix).not.toBe(prefix);
});

test('the MinIO of a run knows its keys', async () => {
  const { Client } = await import('minio');
  const { endpoint, accessKey, secretKey, bucket } = await realMinio();
  const { hostname, port } = new URL(endpoint);
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
  expect(await client.bucketExists(bucket)).toBe(false);
});
