package dev.serval.quarkus.deployment.http;

import dev.serval.quarkus.deployment.ApplicationModelBuildItem;
import dev.serval.quarkus.deployment.ServalNames;
import dev.serval.quarkus.deployment.stage.StageModel;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.smallrye.openapi.common.deployment.SmallRyeOpenApiConfig;
import io.quarkus.smallrye.openapi.deployment.RESTEasyExtension;
import io.quarkus.smallrye.openapi.deployment.spi.AddToOpenAPIDefinitionBuildItem;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import io.smallrye.openapi.api.util.MergeUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.CompositeIndex;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Documents an ingress without {@code @Path}: the document is made from what classes say, so it is
 * shown the class as if it had said it.
 */
class IngressDocumentation {

  @BuildStep
  void document(
      ApplicationModelBuildItem model,
      CombinedIndexBuildItem index,
      SmallRyeOpenApiConfig documents,
      BuildProducer<AddToOpenAPIDefinitionBuildItem> additions) {
    for (StageModel stage : model.application().stages()) {
      if (stage.ingress() && !stage.type().hasDeclaredAnnotation(ServalNames.PATH)) {
        Addition addition = new Addition(stage, index.getIndex());
        for (String document : documents.documents().keySet()) {
          additions.produce(new AddToOpenAPIDefinitionBuildItem(addition, document));
        }
      }
    }
  }

  /** Adds the routes of one ingress to the application's document. */
  private record Addition(StageModel stage, IndexView application) implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
      IndexView index = CompositeIndex.create(withPath(), application);
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      SmallRyeOpenAPI routes =
          SmallRyeOpenAPI.builder()
              .withConfig(ConfigProvider.getConfig())
              .withIndex(index)
              .withApplicationClassLoader(loader)
              .withScannerClassLoader(loader)
              .withTypeConverter(new RESTEasyExtension(index)::resolveAsyncType)
              .enableModelReader(false)
              .enableStandardStaticFiles(false)
              .enableStandardFilter(false)
              .enableAnnotationScan(true)
              .enableUnannotatedPathParameters(true)
              .build();
      MergeUtil.merge(document, routes.model());
    }

    private IndexView withPath() {
      String file = stage.type().name().toString().replace('.', '/') + ".class";
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try (InputStream bytes = loader.getResourceAsStream(file)) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new PathAdder(writer, stage.path()), 0);
        Indexer indexer = new Indexer();
        indexer.index(new ByteArrayInputStream(writer.toByteArray()));
        return indexer.complete();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  private static final class PathAdder extends ClassVisitor {

    private static final String PATH = "Ljakarta/ws/rs/Path;";

    private final String path;

    PathAdder(ClassVisitor next, String path) {
      super(Opcodes.ASM9, next);
      this.path = path;
    }

    @Override
    public void visitEnd() {
      AnnotationVisitor annotation = visitAnnotation(PATH, true);
      annotation.visit("value", path);
      annotation.visitEnd();
      super.visitEnd();
    }
  }
}
