import supertest from 'supertest';
import { expect, test } from 'vitest';
import { anApp } from '../support/app.ts';
import { aWorld } from '../support/world.ts';

interface Operation {
  operationId: string;
  security?: object[];
  parameters?: { in: string; name: string; required?: boolean }[];
  requestBody?: { required: boolean };
  responses: Record<string, { description: string }>;
}

test('the OpenAPI document tells of every call, once, with all that its address and its body need', async () => {
  const site = supertest(anApp(await aWorld()));
  const { body } = await site.get('/api/v1/openapi.json').expect(200);
  expect(body.openapi).toBe('3.1.0');
  const paths = Object.entries(body.paths as Record<string, Record<string, Operation>>);
  expect(paths.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      ...['/healthz', '/readyz', '/openapi.json', '/legislators', '/legislators/{key}', '/lookup', '/campaigns'],
      ...['/campaigns/{slug}', '/letters', '/letters/{slug}', '/letters/{slug}/versions', '/letters/{slug}/tally'],
      ...['/letters/{slug}/cosigners', '/letters/{slug}/whip', '/letters/{slug}/whip/{key}'],
      ...['/letters/{slug}/message', '/letters/{slug}/cosigners.csv', '/letters/{slug}/messages.xlsx'],
    ]),
  );
  const ids = new Set<string>();
  for (const [path, { servers: _, ...operations }] of paths)
    for (const [method, operation] of Object.entries(operations)) {
      expect(ids).not.toContain(operation.operationId);
      ids.add(operation.operationId);
      const named = (operation.parameters ?? []).filter((one) => one.in === 'path' && one.required);
      expect(named.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      if (method !== 'get') expect(operation).toMatchObject({ requestBody: { required: true } });
      for (const { description } of Object.values(operation.responses)) expect(description).not.toBe('');
    }
  expect(ids).toContain('putLettersSlugWhipKey');
  const refs = JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
  for (const [, name = ''] of refs) expect(body.components.schemas).toHaveProperty(name);
});

test('whoever must sign in to call is who the document says', async () => {
  const site = supertest(anApp(await aWorld()));
  const { body } = await site.get('/api/v1/openapi.json');
  for (const [path, operations] of Object.entries(body.paths as Record<string, Record<string, Operation>>))
    for (const [method, operation] of Object.entries(operations)) {
      if (!operation.security) continue;
      const address = `/api/v1${path.replace(/\{\w+\}/g, 'none')}`;
      const { status } = await site[method as 'get' | 'post' | 'put' | 'patch'](address);
      const open = operation.security.some((one) => Object.keys(one).length === 0);
      expect([method, path, status === 401]).toEqual([method, path, !open]);
    }
});
