package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Handle;
import dev.serval.api.Reconfigure;
import dev.serval.api.Stage;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Deployments of one stage each have the targets that their own configuration gives their handles.
 */
class MappedHandlesTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(MappedHandlesTest.class))
          .overrideConfigKey("serval.deployments.\"Low\".stage", "Number")
          .overrideConfigKey("serval.deployments.\"Low\".user-config.value", "1")
          .overrideConfigKey("serval.deployments.\"High\".stage", "Number")
          .overrideConfigKey("serval.deployments.\"High\".user-config.value", "100")
          .overrideConfigKey("serval.deployments.\"Cheap\".stage", "Pricing")
          .overrideConfigKey("serval.deployments.\"Cheap\".handles.\"Numbers\"", "Low")
          .overrideConfigKey("serval.deployments.\"Dear\".stage", "Pricing")
          .overrideConfigKey("serval.deployments.\"Dear\".handles.\"Numbers\"", "High");

  interface Numbers {
    int value();
  }

  interface Prices {
    int price();
  }

  record Value(int value) {}

  @Stage("Number")
  public static class NumberStage {
    private int value;

    @Reconfigure
    void configure(Value config) {
      value = config.value();
    }

    public int value() {
      return value;
    }
  }

  @Stage("Pricing")
  public static class PricingStage {
    @Handle Numbers numbers;

    public int price() {
      return numbers.value() * 2;
    }
  }

  @Inject
  @Handle("Cheap")
  Prices cheap;

  @Inject
  @Handle("Dear")
  Prices dear;

  @Test
  void eachDeploymentHasItsOwnTargets() {
    assertThat(cheap.price()).isEqualTo(2);
    assertThat(dear.price()).isEqualTo(200);
  }
}
