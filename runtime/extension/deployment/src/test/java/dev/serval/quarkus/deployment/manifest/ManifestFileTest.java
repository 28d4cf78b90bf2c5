package dev.serval.quarkus.deployment.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;
import jakarta.ws.rs.GET;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A build writes the manifest beside its jar, with what is configured and nothing else. */
class ManifestFileTest {

  @RegisterExtension
  static final QuarkusProdModeTest BUILD =
      new QuarkusProdModeTest()
          .withApplicationRoot(root -> root.addClasses(Front.class, Model.class))
          .setApplicationName("shop")
          .setApplicationVersion("1.2")
          .overrideConfigKey("serval.deployments.\"Model\".replicas", "2")
          .overrideConfigKey("serval.manifest.image", "registry.example/shop:1.2");

  @ProdBuildResults ProdModeTestResults results;

  @Stage
  @Ingress
  public static class Front {
    @GET
    public String get() {
      return "";
    }
  }

  @Stage
  public static class Model {
    public int score(String text) {
      return text.length();
    }
  }

  @Test
  void isWritten() throws IOException {
    Path file = results.getBuildDir().resolve("kubernetes/serveapplication.yaml");
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            apiVersion: serving.serval.dev/v1alpha1
            kind: ServeApplication
            metadata:
              name: shop
            spec:
              image: registry.example/shop:1.2
              ingress:
                deployment: Front
              deployments:
              - name: Front
              - name: Model
                replicas: 2
            """);
  }
}
