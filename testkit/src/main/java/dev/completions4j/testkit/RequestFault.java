package dev.completions4j.testkit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request that the endpoint refuses, with the status and the error object of the answer. */
final class RequestFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    /**
     * @param param the property at fault; null if it is none of them
     * @param code what programs tell errors apart by; null if there is none
     */
    RequestFault(int status, String message, @Nullable String param, @Nullable String code) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** A request with a property that is not as it must be. */
    static RequestFault badRequest(String message, @Nullable String param, @Nullable String code) {
        return new RequestFault(400, message, param, code);
    }

    int status() {
        return status;
    }

    /** The body of the answer. */
    JsonNode toJson() {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", getMessage());
        error.put("type", "invalid_request_error");
        error.put("param", param);
        error.put("code", code);
        return JsonNodeFactory.instance.objectNode().set("error", error);
    }
}
