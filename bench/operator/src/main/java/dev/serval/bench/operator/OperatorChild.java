package dev.serval.bench.operator;

import dev.serval.operator.cluster.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operator as a child process, with the sizes that its image gives it. */
final class OperatorChild implements AutoCloseable {

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path log;

  OperatorChild(ApiServer server, Path folder) throws IOException {
    Path kubeconfig = folder.resolve("operator.kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(server.operatorConfig()));
    log = folder.resolve("operator.log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TrimNativeHeapInterval=5000",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty("java.class.path"),
                OperatorUnderTest.class.getName(),
                kubeconfig.toString())
            .redirectError(log.toFile())
            .start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** What it has used so far; collects its garbage first. Waits until it has started. */
  Figures figures() throws IOException {
    commands.write("figures\n");
    commands.flush();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(OperatorUnderTest.MARK)) {
        return Figures.parse(line.substring(OperatorUnderTest.MARK.length()));
      }
    }
    throw new IOException("the operator ended: " + Files.readString(log));
  }

  private static String kubeconfig(Config config) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .withCurrentContext("bench")
            .addNewContext()
            .withName("bench")
            .withNewContext()
            .withCluster("bench")
            .withUser("operator")
            .withNamespace(ApiServer.OPERATOR_NAMESPACE)
            .endContext()
            .endContext()
            .addNewCluster()
            .withName("bench")
            .withNewCluster()
            .withServer(config.getMasterUrl())
            .withCertificateAuthority(config.getCaCertFile())
            .withCertificateAuthorityData(config.getCaCertData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("operator")
            .withNewUser()
            .withToken(config.getOauthToken())
            .endUser()
            .endUser()
            .build());
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
    process.onExit().join();
  }
}
