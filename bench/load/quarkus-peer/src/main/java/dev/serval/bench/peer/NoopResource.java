package dev.serval.bench.peer;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/** The cost of the HTTP edge alone. */
@Path("/")
public class NoopResource {

  /** Answers an empty 200 and never looks at the body. */
  @POST
  @Path("noop")
  @NonBlocking
  public RestResponse<Void> noop() {
    return RestResponse.ok();
  }

  /** Decodes the body and answers an empty 200. */
  @POST
  @Path("noop-json")
  @Consumes(MediaType.APPLICATION_JSON)
  @NonBlocking
  public RestResponse<Void> noopJson(Message message) {
    return RestResponse.ok();
  }
}
