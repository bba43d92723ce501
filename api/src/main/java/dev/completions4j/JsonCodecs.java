// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Keeps the codec that was located last, since the codecs of all engines do the same. */
final class JsonCodecs {

    /** Weak, because this class may outlive the class loader of an engine. */
    private static volatile WeakReference<JsonValue.@Nullable Codec> recent = new WeakReference<>(null);

    private JsonCodecs() {}

    /** Returns the codec located last, or locates one. */
    static JsonValue.Codec recent() {
        JsonValue.Codec codec = recent.get();
        if (codec == null) {
            codec = EngineServices.only(JsonValue.Codec.class);
            recent = new WeakReference<>(codec);
        }
        return codec;
    }
}
