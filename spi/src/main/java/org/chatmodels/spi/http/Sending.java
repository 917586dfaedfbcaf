package org.chatmodels.spi.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ProtocolException;

/** Writes the request of an exchange on a connection and reads the head of the answer. */
final class Sending {
    private final Connections connections;
    private final Call call;
    private final Wire wire;

    Sending(Connections connections, Call call, Wire wire) {
        this.connections = connections;
        this.call = call;
        this.wire = wire;
    }

    Answer answer() throws IOException, HttpException {
        checkKey();
        ClassicHttpRequest request = request();
        wire.begin();
        call.stage(Stage.SEND);
        boolean whole = write(request);
        call.stage(Stage.HEADERS);
        ClassicHttpResponse head = wire.receiveResponseHeader();
        while (head.getCode() < HttpStatus.SC_SUCCESS) {
            head = wire.receiveResponseHeader();
        }
        if (head.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED && call.isAtProxy()) {
            throw Connector.refused(call, head.getCode());
        }
        if (!whole && head.getCode() < HttpStatus.SC_BAD_REQUEST) {
            throw tooEarly();
        }
        if (head.getCode() != HttpStatus.SC_NO_CONTENT && head.getCode() != HttpStatus.SC_NOT_MODIFIED) {
            wire.receiveResponseEntity(head);
        }
        return begin(head);
    }

    /** The address that counts is the one behind the socket, not the one that a name had when somebody looked. */
    private void checkKey() throws IOException {
        if (call.request.keyed() && !call.request.target().isSecure() && !wire.isLoopback()) {
            if (!wire.isOpen()) {
                throw new IOException("ended, so that it has no address any more");
            }
            throw new ConfigurationException(
                    "No key is sent over plain http to " + call.request.target().authority()
                            + ", which is not this machine: use an https base URL",
                    Failures.details(Stage.CONNECT)
                            .code("key_over_plain_http")
                            .phase(Phase.CONFIG)
                            .build());
        }
    }

    private ClassicHttpRequest request() {
        Outgoing outgoing = call.request;
        Target target = outgoing.target();
        boolean whole = call.route.getProxyHost() != null && !call.route.isTunnelled();
        BasicClassicHttpRequest request = new BasicClassicHttpRequest(outgoing.method(), target.host(), target.path());
        request.setAbsoluteRequestUri(whole);
        request.addHeader("Host", target.authority());
        request.addHeader("User-Agent", Connections.AGENT);
        if (!outgoing.has("Accept")) {
            request.addHeader(
                    "Accept", outgoing.streaming() ? "text/event-stream, application/json" : "application/json");
        }
        byte[] body = outgoing.body();
        if (body != null) {
            if (!outgoing.has("Content-Type")) {
                request.addHeader("Content-Type", "application/json");
            }
            request.addHeader("Content-Length", Integer.toString(body.length));
            request.setEntity(new SlicedBody(body));
        }
        for (Header header : outgoing.headers()) {
            request.addHeader(header);
        }
        return request;
    }

    /**
     * False if the answer began before the request was whole. A server that refuses a request may do that, and close at
     * once: its answer counts, not the broken pipe.
     */
    private boolean write(ClassicHttpRequest request) throws IOException, HttpException {
        try {
            wire.sendRequestHeader(request);
            wire.sendRequestEntity(request);
            wire.flush();
            return wire.isWhole();
        } catch (IOException e) {
            if (call.isEnded() || !wire.hasInput()) {
                throw e;
            }
            wire.spoil();
            return false;
        }
    }

    /** Nobody can do what he was not asked to the end: that is the answer to somebody else. */
    private ProtocolException tooEarly() {
        return new ProtocolException(
                call.request.target().authority() + " answered before it was asked to the end: is a proxy confused?",
                Failures.details(Stage.HEADERS).build());
    }

    private Answer begin(ClassicHttpResponse head) throws IOException {
        Answer answer = new Answer(connections, call, wire, head);
        call.stage(Stage.BODY);
        if (call.isEnded()) {
            throw new IOException("ended");
        }
        if (answer.isEmpty()) {
            answer.finish();
        } else if (isEncoded(answer)) {
            refuseEncoding(answer);
        }
        return answer;
    }

    private static boolean isEncoded(Answer answer) {
        String coding = answer.header("Content-Encoding");
        return coding != null && !coding.isBlank() && !coding.trim().equalsIgnoreCase("identity");
    }

    /** Nothing was asked to be compressed; of a refusal the status still counts. */
    private void refuseEncoding(Answer answer) {
        if (answer.status() < 300) {
            throw new ProtocolException(
                    "The answer from " + call.request.target().authority()
                            + " is compressed, which was not asked for: switch compression off there",
                    Failures.details(Stage.BODY).build());
        }
        answer.dismiss();
    }
}
