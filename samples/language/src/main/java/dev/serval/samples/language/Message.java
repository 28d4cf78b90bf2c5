package dev.serval.samples.language;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What somebody writes to the service.
 *
 * @param text 1 to 10 000 characters
 */
public record Message(@NotBlank @Size(max = 10_000) String text) {}
