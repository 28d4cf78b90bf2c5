package dev.serval.crds.generator;

import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the generated files, to be compared with the committed ones. */
public final class Generate {

  private Generate() {}

  /**
   * @param arguments the folder to write to
   * @throws IOException if it cannot be written to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    CustomResourceDefinition definition = DefinitionMaker.make(ServeApplication.class);
    Files.writeString(
        folder.resolve(definition.getMetadata().getName() + ".yaml"),
        DefinitionMaker.yaml(ServedDefinition.of(definition)));
    Files.writeString(
        folder.resolve("serveapplication.md"),
        new ReferencePage(ServeApplication.class, definition).write());
  }
}
