package dev.serval.quarkus.runtime.http;

import org.jboss.resteasy.reactive.server.handlers.InvocationHandler;
import org.jboss.resteasy.reactive.server.model.HandlerChainCustomizer;
import org.jboss.resteasy.reactive.server.spi.EndpointInvoker;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** Makes the request the current scope of each resource method. */
public final class EveryMethod implements HandlerChainCustomizer {

  @Override
  public ServerRestHandler alternateInvocationHandler(EndpointInvoker invoker) {
    return new ScopedInvocation(new InvocationHandler(invoker));
  }
}
