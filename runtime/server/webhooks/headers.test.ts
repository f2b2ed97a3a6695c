import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { pythonWith } from '../../test/pythonWith.ts';
import { headersOf } from './headers.ts';
import { newSecret, secretFault, secretWarning } from './secret.ts';

const body = JSON.stringify({ type: 'scene.loaded', data: { scene_path: 'res://Größe 日本.tscn' } });
const attempt = { messageId: 'msg_1', webhookId: 1, event: 'scene.loaded', body, attempt: 1 } as const;
const verifying = `
import base64, json, sys
from standardwebhooks import Webhook
secret, headers, body = sys.argv[1:]
key = secret if secret.startswith('whsec_') else base64.b64encode(secret.encode()).decode()
print(json.dumps(Webhook(key).verify(body, json.loads(headers))))
`;
const chosen = ['webhook_secret_123', newSecret(), 'schlüssel-日本'] as const;

describe('the headers of a delivery', () => {
  it.each(chosen)('are verified by standardwebhooks in JavaScript: %s', (secret) => {
    const headers = headersOf({ ...attempt, secrets: [secret] }, new Date());
    const receiver = secret.startsWith('whsec_')
      ? new Webhook(secret)
      : new Webhook(Buffer.from(secret), { format: 'raw' });
    expect(receiver.verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => receiver.verify(`${body} `, headers)).toThrow('No matching signature found');
  });

  it.each(chosen)('are verified by standardwebhooks in Python: %s', async (secret) => {
    const headers = headersOf({ ...attempt, secrets: [secret] }, new Date());
    const printed = await pythonWith(
      'standardwebhooks==1.1.0',
      verifying,
      secret,
      JSON.stringify(headers),
      body,
    );
    expect(JSON.parse(printed)).toEqual(JSON.parse(body));
  });

  it('are signed with both secrets while two are good, the newer first', () => {
    const [older, newer] = [newSecret(), newSecret()];
    const headers = headersOf({ ...attempt, secrets: [newer, older] }, new Date());
    for (const secret of [older, newer]) new Webhook(secret).verify(body, headers);
    const plain = createHmac('sha256', newer).update(body).digest('hex');
    expect(headers['x-webhook-signature']).toBe(plain);
  });
});

describe('a secret', () => {
  it('that is made here has nothing against it', () => {
    expect([secretFault(newSecret()), secretWarning(newSecret())]).toEqual([undefined, undefined]);
  });

  it('that is a long text is only told to be given as bytes', () => {
    expect(secretWarning('x'.repeat(24))).toMatch(/its bytes as the key\.$/);
  });
});
