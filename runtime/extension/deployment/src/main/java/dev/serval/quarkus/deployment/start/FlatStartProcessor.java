package dev.serval.quarkus.deployment.start;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.MainClassBuildItem;
import io.quarkus.deployment.pkg.PackageConfig.JarConfig.JarType;
import io.quarkus.deployment.pkg.builditem.ArtifactResultBuildItem;
import io.quarkus.deployment.pkg.builditem.JarBuildItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes {@value FlatStart#JAR} beside the jar that Quarkus makes. */
public final class FlatStartProcessor {

  @BuildStep
  void write(
      JarBuildItem jar, MainClassBuildItem main, BuildProducer<ArtifactResultBuildItem> results)
      throws IOException {
    if (jar.getType() != JarType.FAST_JAR) {
      return;
    }
    Path start = new FlatStart(jar.getPath().getParent()).write(jar.getPath(), main.getClassName());
    results.produce(new ArtifactResultBuildItem(start, "serval-run", Map.of()));
  }
}
