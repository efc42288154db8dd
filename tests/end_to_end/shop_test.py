"""The demo shop answers as its README says, and hostile requests do not end it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import unittest

SHOP = os.environ.get("NEST_SHOP", "build/release/bin/nest-demo-shop")


class Shop:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([SHOP, *arguments], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return code

    def ask(self, method, target, body=None, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, target, body=None if body is None else json.dumps(body), headers=headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, json.loads(text) if text else None


class ShopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Shop()

    @classmethod
    def tearDownClass(cls):
        cls.shop.stop()

    def login(self):
        status, answer = self.shop.ask("POST", "/login", {"name": "ann", "password": "secret"})
        self.assertEqual(status, 200)
        return answer["token"]

    def test_a_customer_logs_in_orders_and_logs_out(self):
        token = self.login()
        status, order = self.shop.ask("POST", "/orders", {"item": 7, "quantity": 2}, token)
        self.assertEqual((status, order["item"]), (201, 7))
        self.assertEqual(self.shop.ask("POST", "/logout", token=token)[0], 204)
        self.assertEqual(self.shop.ask("POST", "/orders", {"item": 7, "quantity": 2}, token)[0], 401)

    def test_the_cart_belongs_to_the_token(self):
        ann, bob = self.login(), self.login()
        self.shop.ask("POST", "/cart", {"item": 3, "quantity": 1}, ann)
        self.assertEqual(len(self.shop.ask("GET", "/cart", token=ann)[1]["lines"]), 1)
        self.assertEqual(len(self.shop.ask("GET", "/cart", token=bob)[1]["lines"]), 0)
        self.assertEqual(self.shop.ask("DELETE", "/cart", token=ann)[0], 204)
        self.assertEqual(len(self.shop.ask("GET", "/cart", token=ann)[1]["lines"]), 0)

    def test_pages_hold_what_was_asked_for(self):
        status, page = self.shop.ask("GET", "/products?page=2&limit=30")
        self.assertEqual((status, len(page["items"]), page["items"][0]["id"]), (200, 30, 31))
        self.assertEqual(self.shop.ask("GET", "/products?page=99999")[1]["items"], [])
        self.assertEqual(self.shop.ask("GET", "/products?page=x")[0], 400)
        self.assertEqual(self.shop.ask("GET", "/products/1001")[0], 404)

    def test_bad_input_is_refused(self):
        self.assertEqual(self.shop.ask("POST", "/login", {"name": "ann"})[0], 400)
        self.assertEqual(self.shop.ask("POST", "/login", {"name": "ann", "password": "wrong"})[0], 401)
        self.assertEqual(self.shop.ask("POST", "/orders", {"item": 0, "quantity": 1}, self.login())[0], 422)

    def test_garbage_is_answered_400_and_the_shop_lives_on(self):
        for garbage in (b"GARBAGE\r\n\r\n", b"GET / HTTP/1.1\r\nA: " + b"x" * 20000 + b"\r\n\r\n", b"\0\0\0\0\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.shop.port), timeout=60) as link:
                link.sendall(garbage)
                self.assertTrue(link.recv(1024).startswith(b"HTTP/1.1 400"))
        self.assertEqual(self.shop.ask("GET", "/health")[0], 200)


class FaultsTest(unittest.TestCase):
    def test_a_fail_rate_of_one_fails_everything(self):
        shop = Shop("--fail-rate", "1")
        self.assertEqual(shop.ask("GET", "/health")[0], 503)
        self.assertEqual(shop.stop(), 0)


if __name__ == "__main__":
    unittest.main()
