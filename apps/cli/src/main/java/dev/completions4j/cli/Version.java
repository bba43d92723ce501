// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

/** The version of the program. */
final class Version {

    private Version() {}

    /** Returns a line such as {@code completions 0.1.0 on Java 17.0.19}. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "completions " + (version == null ? "(not from its jar)" : version) + " on Java "
                + System.getProperty("java.version");
    }
}
