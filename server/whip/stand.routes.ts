import { type Response, Router } from 'express';
import { viewerOf } from '../accounts/session.ts';
import { NotFound } from '../basics/errors.ts';
import { mayAs } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import {
  findStand,
  isCorrected,
  listAssignable,
  listAssignments,
  listElsewhere,
  listEntries,
} from '../cosigners/cosigners.ts';
import { listBodies } from '../legislators/legislators.ts';
import { type Letter, listOfCampaign, requireMine } from '../letters/letters.ts';
import { attempt, line, parse, typedIn } from '../web/forms.ts';
import { show } from '../web/render.ts';
import { listContacts } from './contacts.ts';
import { officeForm, removeStaffForm, staffForm } from './forms.ts';
import { memberUrl } from './links.ts';
import { recordOffice } from './recording.ts';
import { dropStaffContact, keepStaffContact, listStaffFor } from './staff.ts';
import { type StandState, standPage } from './stand.pages.ts';

/** One legislator on a letter, on the desk. */
export function standRoutes(world: World): Router {
  const routes = Router();
  const { db } = world;
  const mine = (res: Response, slug: string) => requireMine(db, viewerOf(res), slug, 'volunteer');

  async function showStand(
    res: Response,
    letter: Letter,
    key: string,
    { correct, note, failed }: { correct: string; note: string; failed?: StandState['failed'] },
  ): Promise<void> {
    const viewer = viewerOf(res);
    const stand = await findStand(db, viewer, letter, key);
    if (!stand) throw new NotFound('legislator');
    const entries = await listEntries(db, viewer, letter, key);
    const others = await listOfCampaign(db, letter.campaignId, {
      drafts: mayAs(viewer, letter.campaignId, 'staffer'),
    });
    const page = standPage({
      ...{ letter, viewer, stand, entries },
      body: (await listBodies(db)).find((body) => body.key === stand.body),
      contacts: await listContacts(db, viewer, letter, key),
      staff: await listStaffFor(db, viewer, letter, key),
      elsewhere: await listElsewhere(
        db,
        viewer,
        others.filter(({ id }) => id !== letter.id),
        key,
      ),
      correcting: entries.find((entry) => entry.id === correct && !isCorrected(entries, correct)) ?? null,
      team: mayAs(viewer, letter.campaignId, 'organizer') ? await teamOf(res, letter, key) : null,
      now: world.now(),
      note,
      ...(failed && { failed }),
    });
    show(res, page, { status: failed ? 422 : 200 });
  }

  async function teamOf(res: Response, letter: Letter, key: string) {
    const members = await listAssignable(db, viewerOf(res), letter);
    const rows = await listAssignments(db, letter.id);
    const assigned = new Set(rows.filter((row) => row.legislator === key).map((row) => row.accountId));
    return {
      assigned: members.filter((member) => assigned.has(member.accountId)),
      others: members.filter((member) => !assigned.has(member.accountId)),
    };
  }

  routes.get('/desk/letters/:slug/whip/:key', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    await showStand(res, letter, req.params.key, {
      correct: line(req.query['correct']),
      note: line(req.query['note']),
    });
  });

  routes.post('/desk/letters/:slug/whip/:key', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const { key } = req.params;
    const form = await attempt(officeForm, req.body, (told) =>
      recordOffice(world, viewerOf(res), letter.slug, key, told),
    );
    if (!form.ok) {
      const correct = line(form.typed['corrects']);
      return showStand(res, letter, key, { correct, note: '', failed: { ...form, form: 'office' } });
    }
    const corrected = line(typedIn(req.body)['corrects']) !== '';
    const note = !form.value.changed ? 'unchanged' : corrected ? 'corrected' : 'recorded';
    res.redirect(303, `${memberUrl(letter, key)}?note=${note}`);
  });

  routes.post('/desk/letters/:slug/whip/:key/staff', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const { key } = req.params;
    const form = await attempt(staffForm, req.body, (person) =>
      keepStaffContact(world, viewerOf(res), letter.slug, key, person),
    );
    if (!form.ok) return showStand(res, letter, key, { correct: '', note: '', failed: { ...form, form: 'staff' } });
    res.redirect(303, `${memberUrl(letter, key)}?note=staff`);
  });

  routes.post('/desk/letters/:slug/whip/:key/staff/remove', async (req, res) => {
    const letter = await mine(res, req.params.slug);
    const { key } = req.params;
    const form = parse(removeStaffForm, req.body);
    if (!form.ok) throw new NotFound('staff contact');
    await dropStaffContact(world, viewerOf(res), letter.slug, key, form.value.staff);
    res.redirect(303, `${memberUrl(letter, key)}?note=no-staff`);
  });

  return routes;
}
