/** What one can do with bills of Congress: follow them in a campaign, read who is behind them, name them. */
export { congressOn, daysOf } from '../basics/congress.ts';
export { type BillImport, type BillSource, importBill, type NamedSponsor } from './importing.ts';
export { addReadBill, addTypedBill, type BillForm, editBill, findBillsNamed, moveBill, removeBill } from './keeping.ts';
export {
  activeSponsors,
  addBill,
  type Bill,
  findBill,
  linkBill,
  listBills,
  listCampaignBills,
  type NewBill,
  removeBillsOf,
  requireBill,
} from './listing.ts';
export { billLabel, billNumber, billUrl, numberOf } from './numbers.ts';
export { refreshBills } from './refreshing.ts';
