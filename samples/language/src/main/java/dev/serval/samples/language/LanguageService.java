package dev.serval.samples.language;

import dev.serval.api.DeploymentHandle;
import dev.serval.api.DeploymentResponse;
import dev.serval.api.Handle;
import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Answers messages over HTTP, in the language they are written in. */
@Stage
@Ingress
@Path("/")
public class LanguageService {

  @Handle LanguageClassifier classifier;

  @Handle("LanguageClassifier")
  AsyncLanguageClassifier asyncClassifier;

  @Handle("SpanishResponder")
  DeploymentHandle spanish;

  @Handle("FrenchResponder")
  DeploymentHandle french;

  @Handle("FallbackResponder")
  DeploymentHandle fallback;

  @Handle("Signature")
  DeploymentHandle signature;

  /** The language of a message. Waits for it, on a virtual thread. */
  @POST
  @Path("classify")
  public Detection classify(@NotNull @Valid Message message) {
    return classifier.classify(message.text());
  }

  /** An answer in the language of the message. Nothing waits: the answer is put together later. */
  @POST
  @Path("respond")
  public Uni<Answer> respond(@NotNull @Valid Message message) {
    return asyncClassifier
        .classify(message.text())
        .chain(detection -> answer(message.text(), detection));
  }

  private Uni<Answer> answer(String text, Detection detection) {
    DeploymentHandle responder = responderFor(detection.language());
    // The response is passed on unawaited: nothing waits here for the answer before it is signed.
    DeploymentResponse<String> answer = responder.method("respond").call(text);
    DeploymentResponse<String> signed = signature.method("sign").call(answer);
    return Uni.createFrom()
        .completionStage(signed.toCompletionStage())
        .map(signedText -> new Answer(detection, responder.deployment(), signedText));
  }

  private DeploymentHandle responderFor(String language) {
    return switch (language) {
      case "spa" -> spanish;
      case "fra" -> french;
      default -> fallback;
    };
  }
}
