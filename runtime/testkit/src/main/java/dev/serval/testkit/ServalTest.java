package dev.serval.testkit;

import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs the application under test in the JVM of the test, every stage of it, with calls passing
 * through the codec as they would between processes. Inject {@link ServalApplication} to reach into
 * it; what a test did to the replicas is undone after it.
 *
 * <p>Time moves by itself unless {@code serval.testkit.manual-time=true} is configured, for example
 * by a {@code TestProfile}: then timers of the engine run when {@link ServalApplication#time()} is
 * advanced.
 */
@QuarkusTest
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ServalTest {}
