package dev.serval.crds.schema;

/** What a change of a field of the spec does to what runs. */
public enum ChangeClass {

  /** No pod restarts: the change reaches the live replicas, their callers or the gateway. */
  APPLIED_LIVE("applied live"),

  /** The pods of the deployments that the field concerns are replaced, and no others. */
  ROLLS_DEPLOYMENT("rolls the deployment"),

  /** The field says which entry it is: another value is another entry, and the old one ends. */
  IDENTITY("names the entry");

  private final String text;

  ChangeClass(String text) {
    this.text = text;
  }

  /** The class in the words of the reference. */
  public String text() {
    return text;
  }
}
