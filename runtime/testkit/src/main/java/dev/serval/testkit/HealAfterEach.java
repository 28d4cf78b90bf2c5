package dev.serval.testkit;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/** Undoes after each test what it did to the replicas. */
public final class HealAfterEach implements QuarkusTestAfterEachCallback {

  @Override
  public void afterEach(QuarkusTestMethodContext context) {
    if (Arc.container() != null
        && Arc.container().instance(ServalApplication.class).isAvailable()) {
      Arc.container().instance(ServalApplication.class).get().healAll();
    }
  }
}
