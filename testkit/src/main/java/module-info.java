/** Stands in for the network, the server and the model in tests of code that uses completions4j. */
module dev.completions4j.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.completions4j;

    exports dev.completions4j.testkit;
}
