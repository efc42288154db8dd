"""The same two behaviours as the .nest files beside this one; LOCUST_CLIENT=fast|http, LOCUST_PLAN=get|scenario."""

import os
import random

from locust import FastHttpUser, HttpUser, task

CLIENT = FastHttpUser if os.environ["LOCUST_CLIENT"] == "fast" else HttpUser

if os.environ["LOCUST_PLAN"] == "get":

    class Get(CLIENT):
        @task
        def get(self):
            self.client.get("/item")

else:

    class Shopper(CLIENT):
        def on_start(self):
            answer = self.client.post("/login", json={"name": "ada", "pin": "lovelace"})
            self.headers = {"Authorization": "Bearer " + answer.json()["token"]}
            self.item = 1

        @task(5)
        def browse(self):
            page = f"/items?page={random.randint(1, 20)}"
            with self.client.get(page, name="/items?page=[]", catch_response=True) as answer:
                if answer.status_code != 200:
                    answer.failure("status")
                self.item = answer.json()["items"][0]["id"]

        @task(3)
        def look(self):
            path = f"/items/{self.item}"
            with self.client.get(path, name="/items/[]", headers=self.headers, catch_response=True) as answer:
                if answer.status_code != 200:
                    answer.failure("status")

        @task(1)
        def order(self):
            body = {"item": self.item, "quantity": 1}
            with self.client.post("/orders", json=body, headers=self.headers, catch_response=True) as answer:
                if answer.status_code != 201:
                    answer.failure("status")
