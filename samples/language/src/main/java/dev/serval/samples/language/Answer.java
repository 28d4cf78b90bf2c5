package dev.serval.samples.language;

/**
 * What the service answers.
 *
 * @param detection the language of the message
 * @param responder the deployment that answered
 * @param text the answer
 */
public record Answer(Detection detection, String responder, String text) {}
