using System.Text;
using Bellwether.Numerics.Random;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Errors;

/// <summary>Whatever comes as a body: never a 500, never a crash, and the next caller is answered.</summary>
public sealed class FuzzTests
{
    private static readonly string[] s_paths =
        ["/v1/systems/card-fraud/decide", "/v1/systems/card-fraud/events?type=CardBlocked", "/v1/systems/card-fraud/events", "/v1/systems/card-fraud/outcomes", "/v2/models/card-fraud/infer"];

    private static readonly string[] s_types = ["application/json", "application/x-ndjson", "application/cloudevents+json", "application/cloudevents-batch+json"];

    private const string Infer = """{"id":"x","inputs":[{"name":"features","shape":[2,3],"datatype":"FP64","data":[[1,2,3],[4,5,6]]}],"outputs":[{"name":"score"}]}""";
    private const string Cloud = """{"specversion":"1.0","id":"1","source":"/s","type":"Chargeback","data":{"id":"z","time":"2026-01-31T12:00:00Z","paymentId":"p","amount":1}}""";

    [Fact]
    public async Task Hand_picked_monsters_are_refused_everywhere()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: true, new ThresholdSystem());
        string[] bodies =
        [
            new string('[', 10_000), new string('[', 10_000) + new string(']', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000),
            "1e999", "-1e999", "[1e999]", "{\"amount\":" + new string('9', 100_000) + "}", "NaN", "[Infinity]", "\"\\ud800\"", "{\"\\ud800\":1}", "{\"type\":\"\\ud800\",\"data\":{}}",
            "{\"id\":\"\\u0000\"}", "{\"inputs\":[{\"name\":\"\\udc00\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}", "{\"type\":\"x\",\"type\":\"y\",\"data\":{}}",
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[2147483647,3],\"datatype\":\"FP64\",\"data\":[]}]}", "{\"inputs\":[{\"name\":\"features\",\"shape\":[99999999999999999999,3],\"datatype\":\"FP64\",\"data\":[]}]}",
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[[[[1]]]]}]}", "{\"inputs\":[{\"name\":\"features\",\"shape\":[],\"datatype\":\"FP64\",\"data\":[[1]]}]}",
            "{\"inputs\":{}}", "{\"inputs\":[null]}", "{\"specversion\":1}", "{\"specversion\":\"1.0\",\"id\":\"\\ud800\",\"source\":\"s\",\"type\":\"t\",\"data\":1}",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"Chargeback\",\"data_base64\":\"////\"}", "\n\n\n", "[[]]", "[null]", "{\"type\":\"CardBlocked\",\"data\":{}}\n7",
        ];
        foreach (var path in s_paths)
            foreach (var type in s_types)
                foreach (var body in bodies)
                    AssertRefused(await server.PostAsync(path, body, type), path, type, body);
        Assert.Equal("", server.Log.Text);
        Assert.Equal(200, (await server.PostAsync(s_paths[0], Bodies.Payment())).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_cut_and_bent_bodies_are_answered_but_never_with_500(ulong seed)
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: true, new ThresholdSystem());
        var random = new Seed(seed).Derive("fuzz").Stream();
        string[] good = [Bodies.Payment(), "[" + Bodies.Payment() + "," + Bodies.Payment() + "]", Bodies.Chargeback(), Bodies.Blocked() + "\n" + Bodies.Blocked(), Infer, Cloud];
        for (var round = 0; round < 700; round++)
        {
            var body = Bend(Encoding.UTF8.GetBytes(good[random.NextInt(good.Length)]), random);
            var (path, type) = (s_paths[random.NextInt(s_paths.Length)], s_types[random.NextInt(s_types.Length)]);
            var reply = await server.PostAsync(path, body, type);
            Assert.True(reply.Status is < 500, $"{reply.Status} for {path} {type} {Convert.ToBase64String(body)}: {reply.Text}\n{server.Log.Text}");
        }

        Assert.Equal(200, (await server.PostAsync(s_paths[0], Bodies.Payment())).Status);
    }

    private static byte[] Bend(byte[] body, RandomStream random)
    {
        switch (random.NextInt(5))
        {
            case 0:
                body = new byte[random.NextInt(300)];
                for (var i = 0; i < body.Length; i++)
                    body[i] = (byte)random.NextInt(256);
                return body;
            case 1:
                return body[..random.NextInt(body.Length)];
            case 2:
                for (var i = 0; i < 3; i++)
                    body[random.NextInt(body.Length)] = (byte)random.NextInt(256);
                return body;
            case 3:
                for (var i = 0; i < 3; i++)
                    body[random.NextInt(body.Length)] = (byte)"{}[]\",:0e-\\u\n"[random.NextInt(13)];
                return body;
            default:
                var cut = random.NextInt(body.Length);
                return [.. body[..cut], .. body[random.NextInt(body.Length)..]];
        }
    }

    private static void AssertRefused(Reply reply, string path, string type, string body)
    {
        // A batch answers 200 with a problem for each item.
        var perItem = reply.Status == 200 && path.EndsWith("/decide", StringComparison.Ordinal) && !reply.Text.Contains("decline", StringComparison.Ordinal);
        Assert.True(perItem || reply.Status is >= 400 and < 500, $"{reply.Status} for {path} {type} {body[..Math.Min(80, body.Length)]}: {reply.Text}");
    }
}
