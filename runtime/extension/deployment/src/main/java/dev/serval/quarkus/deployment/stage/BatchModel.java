package dev.serval.quarkus.deployment.stage;

import org.jboss.jandex.DotName;

/**
 * The {@code @Batch} annotation of a method, as it is written.
 *
 * @param weigher the class that weighs items, or {@code null} if each weighs 1
 * @param shapeProblem why the method's signature is not one of a batch, or {@code null} if it is
 */
public record BatchModel(
    int maxSize, String maxWait, int maxConcurrent, DotName weigher, String shapeProblem) {}
