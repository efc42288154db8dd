// The same two behaviours as the .nest files beside this one; -e PLAN=get|scenario -e HOST=http://…
import http from 'k6/http';
import { check } from 'k6';

export const options = { discardResponseBodies: __ENV.PLAN === 'get' };
const host = __ENV.HOST;
const json = { 'Content-Type': 'application/json' };
let token = null;
let item = 1;

export default function () {
  if (__ENV.PLAN === 'get') {
    http.get(`${host}/item`);
    return;
  }
  if (token === null) {
    token = http.post(`${host}/login`, JSON.stringify({ name: 'ada', pin: 'lovelace' }), { headers: json }).json('token');
  }
  const pick = Math.floor(Math.random() * 9);
  if (pick < 5) {
    const page = 1 + Math.floor(Math.random() * 20);
    const answer = http.get(`${host}/items?page=${page}`, { tags: { name: '/items?page=[]' } });
    check(answer, { 'status is 200': (r) => r.status === 200 });
    item = answer.json('items.0.id');
  } else if (pick < 8) {
    const answer = http.get(`${host}/items/${item}`, { headers: { Authorization: `Bearer ${token}` }, tags: { name: '/items/[]' } });
    check(answer, { 'status is 200': (r) => r.status === 200 });
  } else {
    const headers = Object.assign({ Authorization: `Bearer ${token}` }, json);
    const answer = http.post(`${host}/orders`, JSON.stringify({ item, quantity: 1 }), { headers });
    check(answer, { 'status is 201': (r) => r.status === 201 });
  }
}
