package dev.serval.quarkus.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which methods a path answers. */
class RoutesTest {

  @Test
  void templatesMatchPaths() {
    Routes routes = new Routes();
    routes.add("GET", "/users/{id}");
    routes.add("PUT", "/users/{id}");
    routes.add("POST", "users");
    routes.add("GET", "/files/{path: .+}/raw");

    assertThat(routes.allowed("/users/7")).containsExactly("GET", "HEAD", "OPTIONS", "PUT");
    assertThat(routes.allowed("/users")).containsExactly("OPTIONS", "POST");
    assertThat(routes.allowed("/users/")).containsExactly("OPTIONS", "POST");
    assertThat(routes.allowed("/files/a/b/raw")).containsExactly("GET", "HEAD", "OPTIONS");
    assertThat(routes.allowed("/users/7/x")).isEmpty();
    assertThat(routes.byTemplate().keySet())
        .containsExactly("/files/{path: .+}/raw", "/users", "/users/{id}");
  }
}
