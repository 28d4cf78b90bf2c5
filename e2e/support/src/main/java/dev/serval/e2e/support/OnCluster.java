package dev.serval.e2e.support;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives scenarios the one {@link ClusterUnderTest}, which is prepared once for all of them. */
public final class OnCluster implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(OnCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ClusterUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getRoot().getStore(NAMESPACE);
    return store.computeIfAbsent(
        ClusterUnderTest.class,
        key -> ClusterUnderTest.prepare(Path.of(System.getProperty("serval.home", "."))),
        ClusterUnderTest.class);
  }
}
