package dev.serval.bench.peer;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Ingress in front of the echo service. */
@Path("/echo")
public class EchoIngress {

  private final EchoClient client;

  EchoIngress(@RestClient EchoClient client) {
    this.client = client;
  }

  /** Decodes the body, calls the service and encodes its answer. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Uni<Message> echo(Message message) {
    return client.echo(message);
  }
}
