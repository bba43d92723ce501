// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks whether a Netty that the transport can use is present. Needs none of Netty's classes itself. */
final class NettyCheck {

    /** The newest tested version of each supported line, oldest line first; messages recommend them. */
    static final SortedMap<String, String> TESTED =
            new TreeMap<>(Map.of("4.1", "4.1.137.Final", "4.2", "4.2.18.Final"));

    private static final String OLDEST = "4.1.110.Final";

    /** One class of each artifact that the transport uses; if possible, one that the artifact has not always had. */
    private static final Map<String, String> NEEDED_CLASSES = Map.of(
            "netty-buffer", "io.netty.buffer.AdaptiveByteBufAllocator",
            "netty-codec-http", "io.netty.handler.codec.http.HttpDecoderConfig",
            "netty-codec-http2", "io.netty.handler.codec.http2.Http2ConnectionHandler",
            "netty-common", "io.netty.util.concurrent.FastThreadLocalThread",
            "netty-handler", "io.netty.handler.ssl.SslHandler",
            "netty-handler-proxy", "io.netty.handler.proxy.ProxyHandler",
            "netty-transport", "io.netty.channel.socket.nio.NioDomainSocketChannel");

    private NettyCheck() {}

    /** Returns why the Netty that a class loader finds cannot be used; null if it can. */
    static @Nullable String problem(ClassLoader classLoader) {
        SortedMap<String, String> found = NettyVersions.find(classLoader);
        SortedSet<String> lines =
                found.values().stream().map(NettyCheck::line).collect(Collectors.toCollection(TreeSet::new));
        if (lines.size() > 1) {
            return "the artifacts of Netty have versions that do not fit together (" + described(found) + "): "
                    + useOne(lines.last());
        }
        SortedSet<String> lacking = lacking(classLoader);
        if (lacking.isEmpty()) {
            return null;
        }
        if (found.keySet().containsAll(lacking)) {
            found.keySet().retainAll(lacking);
            return "Netty is too old (found " + described(found) + "; " + OLDEST + " or newer is needed, or 4.2): "
                    + useOne(TESTED.firstKey());
        }
        lacking.removeAll(found.keySet());
        String version = found.isEmpty() ? TESTED.get(TESTED.lastKey()) : found.get(found.firstKey());
        return "Netty is " + (found.isEmpty() ? "missing" : "incomplete") + ": add io.netty:"
                + String.join(", io.netty:", lacking) + ", version " + version;
    }

    private static SortedSet<String> lacking(ClassLoader classLoader) {
        SortedSet<String> lacking = new TreeSet<>();
        NEEDED_CLASSES.forEach((artifact, name) -> {
            try {
                Class.forName(name, false, classLoader);
            } catch (ClassNotFoundException | LinkageError absent) {
                lacking.add(artifact);
            }
        });
        return lacking;
    }

    /** Returns the two numbers of a version within which all versions are compatible, such as {@code 4.2}. */
    private static String line(String version) {
        int end = version.indexOf('.', version.indexOf('.') + 1);
        return end < 0 ? version : version.substring(0, end);
    }

    private static String described(SortedMap<String, String> versions) {
        return versions.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String useOne(String line) {
        String version = TESTED.getOrDefault(line, TESTED.get(TESTED.lastKey()));
        return "import io.netty:netty-bom:" + version + " in dependencyManagement before all other BOMs, or set"
                + " <netty.version>" + version + "</netty.version> if Spring Boot's parent manages the versions";
    }
}
