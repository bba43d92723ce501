// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NettyCheckTest {

    @Test
    void acceptsAPresentNetty() {
        assertThat(NettyCheck.problem(getClass().getClassLoader())).isNull();
    }

    @Test
    void recommendsTheVersionOfTheTests() {
        assertThat(NettyCheck.TESTED.values())
                .containsAll(NettyVersions.find(getClass().getClassLoader()).values());
    }

    @Test
    void reportsAnOldVersionWithTheRemedy() {
        Netty netty = new Netty()
                .with("netty-codec-http", "4.1.100.Final")
                .with("netty-common", "4.1.100.Final")
                .with("netty-transport", "4.1.100.Final")
                .without("io.netty.handler.codec.http.HttpDecoderConfig")
                .without("io.netty.channel.socket.nio.NioDomainSocketChannel");

        assertThat(NettyCheck.problem(netty))
                .isEqualTo("Netty is too old (found netty-codec-http 4.1.100.Final, netty-transport 4.1.100.Final;"
                        + " 4.1.110.Final or newer is needed, or 4.2): import io.netty:netty-bom:4.1.137.Final in"
                        + " dependencyManagement before all other BOMs, or set <netty.version>4.1.137.Final</netty.version>"
                        + " if Spring Boot's parent manages the versions");
    }

    @Test
    void reportsMixedVersions() {
        Netty netty = new Netty()
                .with("netty-common", "4.2.18.Final")
                .with("netty-transport", "4.1.128.Final")
                .with("netty-tcnative", "2.0.81.Final");

        assertThat(NettyCheck.problem(netty))
                .startsWith("the artifacts of Netty have versions that do not fit together (netty-common 4.2.18.Final,"
                        + " netty-transport 4.1.128.Final): import io.netty:netty-bom:4.2.18.Final in");
    }

    @Test
    void acceptsVersionsOfOneRelease() {
        Netty netty = new Netty().with("netty-common", "4.1.137.Final").with("netty-buffer", "4.1.128.Final");

        assertThat(NettyCheck.problem(netty)).isNull();
    }

    @Test
    void reportsMissingArtifactsWithTheVersionOfTheOthers() {
        Netty netty = new Netty()
                .with("netty-common", "4.1.128.Final")
                .without("io.netty.handler.codec.http2.Http2ConnectionHandler")
                .without("io.netty.handler.proxy.ProxyHandler");

        assertThat(NettyCheck.problem(netty))
                .isEqualTo("Netty is incomplete: add io.netty:netty-codec-http2, io.netty:netty-handler-proxy, version"
                        + " 4.1.128.Final");
    }

    @Test
    void reportsAMissingNetty() {
        assertThat(NettyCheck.problem(ClassLoader.getPlatformClassLoader()))
                .startsWith("Netty is missing: add io.netty:netty-buffer, io.netty:netty-codec-http, ")
                .endsWith(", version 4.2.18.Final");
    }

    /** The Netty of the tests, with other versions declared and some classes hidden. */
    private static final class Netty extends ClassLoader {

        private final Map<String, String> versions = new LinkedHashMap<>();
        private final Set<String> absent = new HashSet<>();

        Netty() {
            super(NettyCheckTest.class.getClassLoader());
        }

        Netty with(String artifact, String version) {
            versions.put(artifact, version);
            return this;
        }

        Netty without(String className) {
            absent.add(className);
            return this;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (absent.contains(name)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            StringBuilder text = new StringBuilder();
            versions.forEach((artifact, version) ->
                    text.append(artifact).append(".version=").append(version).append('\n'));
            return Collections.enumeration(Set.of(url(text.toString())));
        }

        @SuppressWarnings("deprecation") // Its replacement is not in Java 17.
        private static URL url(String text) throws IOException {
            return new URL(null, "text:versions", new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(text.getBytes(UTF_8));
                        }
                    };
                }
            });
        }
    }
}
