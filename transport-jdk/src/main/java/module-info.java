// SPDX-License-Identifier: Apache-2.0
/** The transport over the JDK's own HTTP client. */
module dev.completions4j.transport.jdk {
    requires transitive dev.completions4j;
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports dev.completions4j.transport.jdk;

    provides dev.completions4j.transport.TransportProvider with
            dev.completions4j.transport.jdk.JdkTransportProvider;
}
