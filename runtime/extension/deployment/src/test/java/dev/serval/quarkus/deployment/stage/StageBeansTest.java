package dev.serval.quarkus.deployment.stage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.serval.api.Handle;
import dev.serval.api.HealthCheck;
import dev.serval.api.Ingress;
import dev.serval.api.Reconfigure;
import dev.serval.api.Stage;
import dev.serval.core.app.HostedReplica;
import dev.serval.quarkus.runtime.ServalRuntime;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages are CDI beans, one for each replica, and are told of their configuration. */
class StageBeansTest {

  // The class loader of the application is gone when the listener looks.
  static final String DESTROYED = "StageBeansTest.destroyed";

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(StageBeansTest.class))
          .overrideConfigKey("greeting", "Hello")
          .overrideConfigKey("serval.deployments.\"Greeter\".replicas", "3")
          .overrideConfigKey("serval.deployments.\"Greeter\".user-config.weights.engagement", "0.5")
          .overrideConfigKey("serval.deployments.\"Greeter\".user-config.names[0]", "Ann")
          .overrideConfigKey("serval.deployments.\"Front\".user-config.title", "Dr")
          .setAfterUndeployListener(
              () -> assertThat(System.clearProperty(DESTROYED)).isEqualTo("+++"));

  record Weights(double engagement) {}

  record Settings(Weights weights, List<String> names) {}

  interface Greeter {
    String greet(String name);

    String settings();

    int instance();
  }

  @ApplicationScoped
  public static class Punctuation {
    String end() {
      return "!";
    }
  }

  @Stage("Greeter")
  public static class GreeterStage {
    @ConfigProperty(name = "greeting")
    String greeting;

    @Inject Punctuation punctuation;

    private boolean ready;
    private Settings settings;

    @PostConstruct
    void prepare() {
      ready = true;
    }

    @PreDestroy
    void forget() {
      System.setProperty(DESTROYED, System.getProperty(DESTROYED, "") + "+");
    }

    @Reconfigure
    void configure(Settings settings) {
      if (settings.weights().engagement() > 1) {
        throw new IllegalArgumentException("engagement is over 1");
      }
      this.settings = settings;
    }

    @HealthCheck
    boolean healthy() {
      return settings.weights().engagement() < 0.9;
    }

    public String greet(String name) {
      return ready ? greeting + " " + name + punctuation.end() : "not ready";
    }

    public String settings() {
      return settings.toString();
    }

    public int instance() {
      return System.identityHashCode(this);
    }
  }

  @Stage
  @Ingress
  public static class Front {
    @Handle Greeter greeter;

    private String title;

    @Reconfigure
    void configure(Map<String, String> settings) {
      title = settings.get("title");
    }

    @GET
    @Path("greet")
    public String greet() {
      return greeter.greet(title + " Who");
    }
  }

  @Inject @Handle Greeter greeter;

  @Inject ServalRuntime runtime;

  @Test
  void injectionAndConfigurationWork() {
    assertThat(greeter.greet("you")).isEqualTo("Hello you!");
  }

  @Test
  void eachReplicaHasAnInstance() {
    assertThat(runtime.host().replicas().get("Greeter"))
        .extracting(replica -> replica.instance().stage())
        .hasSize(3)
        .doesNotHaveDuplicates();
    Set<Integer> called = new HashSet<>();
    while (called.size() < 3) {
      called.add(greeter.instance());
    }
  }

  @Test
  void theUserConfigurationIsDecodedToTheTypeOfTheParameter() {
    assertThat(greeter.settings())
        .isEqualTo("Settings[weights=Weights[engagement=0.5], names=[Ann]]");
  }

  @Test
  void theIngressIsConfiguredWhereItAnswers() {
    given().get("/greet").then().statusCode(200).body(is("Hello Dr Who!"));
  }

  @Test
  void theConfigurationCanChange() throws Exception {
    HostedReplica replica = runtime.host().replicas().get("Greeter").getFirst();
    replica.checkHealth();
    reconfigure(replica, Map.of("weights", Map.of("engagement", 0.95), "names", List.of()));
    assertThatThrownBy(replica::checkHealth).hasMessageContaining("healthy returned false");
    reconfigure(replica, Map.of("weights", Map.of("engagement", 0.5), "names", List.of("Ann")));
    replica.checkHealth();
  }

  @Test
  void aWrongFieldIsNamed() {
    HostedReplica replica = runtime.host().replicas().get("Greeter").getFirst();
    assertThatThrownBy(() -> reconfigure(replica, Map.of("wieghts", Map.of())))
        .hasMessage("userConfig.wieghts: is not a known field; there are names, weights");
    assertThatThrownBy(() -> reconfigure(replica, Map.of("weights", Map.of("engagement", "much"))))
        .hasMessage("userConfig.weights.engagement: \"much\" is not a number");
  }

  private static void reconfigure(HostedReplica replica, Object config) throws Exception {
    replica.binding().hooks().reconfigure(replica.instance().stage(), config);
  }
}
