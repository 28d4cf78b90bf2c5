package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import org.junit.jupiter.api.Test;

class GoodSpecsTest {

  private final GoodSpecs specs = new GoodSpecs();
  private final ServeApplication first = application("1", "replicas: 1");

  @Test
  void theLastGoodOneStaysWhileAnotherIsRefused() {
    specs.put(first);
    ServeApplication refused = application("1", "replicas: 2");

    assertThat(specs.of(refused)).contains(first.getSpec());
  }

  @Test
  void anotherApplicationOfThatNameHasNone() {
    specs.put(first);

    assertThat(specs.of(application("2", "replicas: 1"))).isEmpty();
  }

  @Test
  void whatIsGoneIsForgotten() {
    specs.put(first);
    specs.retain(id -> id.getName().equals("recsys"));
    assertThat(specs.of(first)).isPresent();

    specs.retain(id -> false);
    assertThat(specs.of(first)).isEmpty();
  }

  private static ServeApplication application(String uid, String ranker) {
    ServeApplication application =
        ServeApplicationYaml.read(OperatorFixture.recsys(ranker, "replicas: 1"));
    application.getMetadata().setNamespace("shop");
    application.getMetadata().setUid(uid);
    return application;
  }
}
