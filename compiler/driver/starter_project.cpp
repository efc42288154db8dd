#include "compiler/driver/starter_project.h"

namespace nest {
namespace {

constexpr std::string_view kShopper =
    R"nest(/// Someone who browses, and sometimes buys. Change it into what your users do: docs/tutorial.md leads the way.
taskset Shopper {
    weight 1
    wait 100ms..500ms  // think time after each task

    var token = ""  // each user has its own

    on_start {
        let login = POST "/login" {
            json { name: "user-{user.id}", password: env("SHOP_PASSWORD", "demo") }
            require status == 200
        }
        token = login.json.token as string
    }

    on_stop {
        // A user who is stopped while logging in has no token yet.
        if token != "" {
            POST "/logout" { header "Authorization": "Bearer {token}" }
        }
    }

    /// Looks at a page of the catalogue, and at one of its products.
    task(5) browse {
        let page = GET "/products?page={random(1, 20)}" { require status == 200 }
        let first = page.json.items[0].id as int
        GET "/products/{first}" { expect status == 200, time < 500ms }
    }

    /// Orders something.
    task(2) buy {
        POST "/orders" {
            header "Authorization": "Bearer {token}"
            json { item: random(1, 1000), quantity: random(1, 3) }
            expect status == 201, time < 500ms
        }
    }

    /// Goes home; nest picks a taskset for the user anew.
    task(1) leave {
        interrupt
    }
}
)nest";

constexpr std::string_view kReadme = R"nest(# Load tests

What users do stands in `tasksets/`, in the language of nest.

```sh
nestc check tasksets                     # mistakes, before anything runs
nest try Shopper.buy --host URL          # one user, once, with everything shown
nestc configure --show                   # what comes of the weights; without --show it asks for weights, host and users
nest run --host URL --users 20 --spawn-rate 5 --run-time 1m
nestc fmt                                # the one layout of .nest files
```

The taskset that is here plays nest's demo shop. To see it work:

```sh
nest-demo-shop --port 8080 &
nest run --host http://127.0.0.1:8080 --users 5 --spawn-rate 5 --run-time 10s --yes
```

`SHOP_PASSWORD` is the password that the users log in with.
)nest";

constexpr std::string_view kIgnored = "nest-results/\nnest-logs/\n";

constexpr StarterFile kFiles[] = {
    {"tasksets/shopper.nest", kShopper},
    {"README.md", kReadme},
    {".gitignore", kIgnored},
};

}  // namespace

std::span<const StarterFile> starter_project() { return kFiles; }

}  // namespace nest
