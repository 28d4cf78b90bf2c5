/**
 * Hosts an application in a test, with all its stages in one JVM, and lets the test get at what it
 * cannot see from outside: time, failing replicas and queues.
 */
package dev.serval.testkit;
