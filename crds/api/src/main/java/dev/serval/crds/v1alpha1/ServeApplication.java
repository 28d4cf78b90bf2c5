package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;

/**
 * An application: which stages run, how many replicas each has and how they scale. Mutable, because
 * Kubernetes clients set the metadata; spec and status are records.
 */
@Group(ServeApplication.GROUP)
@Version(ServeApplication.VERSION)
@Kind(ServeApplication.KIND)
@Singular("serveapplication")
@Plural("serveapplications")
@ShortNames("sapp")
@AdditionalPrinterColumn(
    name = "Ready",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether every deployment serves with the revision of the spec")
@AdditionalPrinterColumn(
    name = "Degraded",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.conditions[?(@.type==\"Degraded\")].status",
    getDescription = "Whether somebody has to do something, also when it is ready")
@AdditionalPrinterColumn(
    name = "Deployments",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.deploymentsReady",
    getDescription = "Deployments that are ready, of all")
@AdditionalPrinterColumn(
    name = "Replicas",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.readyReplicas",
    getDescription = "Replicas that take calls, over all deployments")
@AdditionalPrinterColumn(
    name = "Desired",
    type = AdditionalPrinterColumn.Type.INTEGER,
    jsonPath = ".status.desiredReplicas",
    getDescription = "Replicas that there shall be, over all deployments")
@AdditionalPrinterColumn(
    name = "URL",
    type = AdditionalPrinterColumn.Type.STRING,
    jsonPath = ".status.url",
    getDescription = "Where the application answers HTTP")
@AdditionalPrinterColumn(
    name = "Age",
    type = AdditionalPrinterColumn.Type.DATE,
    jsonPath = ".metadata.creationTimestamp",
    getDescription = "How long the application exists")
@AdditionalPrinterColumn(
    name = "Ongoing",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1,
    jsonPath = ".status.ongoing",
    getDescription = "Requests that replicas of autoscaled deployments run")
@AdditionalPrinterColumn(
    name = "Queued",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1,
    jsonPath = ".status.queued",
    getDescription = "Requests that wait for replicas of autoscaled deployments")
@AdditionalPrinterColumn(
    name = "Reason",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is ready or not, in one word")
@AdditionalPrinterColumn(
    name = "Message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    getDescription = "Why it is ready or not")
@ValidationRule(
    value = "size(self.metadata.name) <= 63",
    message =
        "metadata.name must have at most 63 characters, because it is the value of a label: take a"
            + " shorter name")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonPropertyOrder({"apiVersion", "kind", "metadata", "spec", "status"})
public final class ServeApplication implements HasMetadata, Namespaced {

  private static final long serialVersionUID = 1L;

  /** The API group. */
  public static final String GROUP = "serving.serval.dev";

  /** The version of the group that this class is. */
  public static final String VERSION = "v1alpha1";

  /** The kind. */
  public static final String KIND = "ServeApplication";

  private String apiVersion = GROUP + '/' + VERSION;
  private String kind = KIND;
  private ObjectMeta metadata = new ObjectMeta();
  private transient ServeApplicationSpec spec;
  private transient ServeApplicationStatus status;

  /** An application of which nothing is set. */
  public ServeApplication() {}

  /** An application as a user applies it. */
  public ServeApplication(ObjectMeta metadata, ServeApplicationSpec spec) {
    this.metadata = metadata;
    this.spec = spec;
  }

  @Override
  public String getApiVersion() {
    return apiVersion;
  }

  @Override
  public void setApiVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  @Override
  public String getKind() {
    return kind;
  }

  /** Sets the kind, which is always {@link #KIND}. */
  public void setKind(String kind) {
    this.kind = kind;
  }

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    this.metadata = metadata;
  }

  /** What the application shall be. */
  @Required
  @JsonPropertyDescription("What the application shall be.")
  public ServeApplicationSpec getSpec() {
    return spec;
  }

  /** Sets what the application shall be. */
  public void setSpec(ServeApplicationSpec spec) {
    this.spec = spec;
  }

  /** What the operator says of the application; {@code null} before it has seen it. */
  @JsonPropertyDescription("What the operator says of the application.")
  public ServeApplicationStatus getStatus() {
    return status;
  }

  /** Sets what the operator says of the application. */
  public void setStatus(ServeApplicationStatus status) {
    this.status = status;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServeApplication that
        && Objects.equals(apiVersion, that.apiVersion)
        && Objects.equals(kind, that.kind)
        && Objects.equals(metadata, that.metadata)
        && Objects.equals(spec, that.spec)
        && Objects.equals(status, that.status);
  }

  @Override
  public int hashCode() {
    return Objects.hash(apiVersion, kind, metadata, spec, status);
  }

  @Override
  public String toString() {
    return KIND + "(metadata=" + metadata + ", spec=" + spec + ", status=" + status + ')';
  }
}
