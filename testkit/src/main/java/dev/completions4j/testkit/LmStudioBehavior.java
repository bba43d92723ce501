// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

final class LmStudioBehavior extends ServerBehavior {

    @Override
    void check(RequestProperties request) throws RequestFault {
        request.text("prompt");
    }

    @Override
    RequestFault unknownPath(String method, String path) {
        return new RequestFault(200, "Unexpected endpoint or method. (" + method + " " + path + ")", null, null);
    }

    @Override
    @Nullable String systemFingerprint() {
        return null;
    }

    @Override
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        return "event: error\n" + super.failedEnd(json, unended);
    }

    @Override
    JsonNode errorBody(RequestFault fault) {
        return NODES.objectNode().put("error", fault.getMessage());
    }
}
