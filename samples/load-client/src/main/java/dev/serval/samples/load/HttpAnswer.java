package dev.serval.samples.load;

/**
 * The answer to a request.
 *
 * @param status of the answer
 * @param body its beginning, as much as was asked for
 */
public record HttpAnswer(int status, String body) {}
