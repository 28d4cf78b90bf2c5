package dev.serval.samples.language;

/**
 * The language of a text.
 *
 * @param language by its ISO 639-3 code, for example {@code spa}
 * @param confidence from 0 to 1
 */
public record Detection(String language, double confidence) {}
