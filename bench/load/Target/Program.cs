using Bellwether.LoadTarget;
using Bellwether.Server;
using Bellwether.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

// What http.sh measures against: "bare PORT" is Kestrel with one endpoint that reads the body and answers; "server PORT [KEYFILE]" is the
// Bellwether server in bench mode with systems that cost nothing; "key FILE" makes a key; "meter" times a measurement with no server and with one.
var (kind, port) = args is [var k, var p, ..] ? (k, p) : args is ["meter"] ? ("meter", "0") : throw new ArgumentException("Usage: bare|server PORT [KEYFILE], key FILE, or meter");
if (kind == "key")
{
    Console.WriteLine(new ApiKeys(port, TimeProvider.System).Create(ApiRole.Predict, "load"));
    return;
}

if (kind == "meter")
{
    await MeterCost.PrintAsync();
    return;
}

var url = "http://127.0.0.1:" + port;
if (kind == "server")
{
    await ServerHost.RunAsync(new ServerOptions { Url = url, Bench = true, ApiKeyFile = args.Length > 2 ? args[2] : null }, [new NoOpSystem(strict: false), new NoOpSystem(strict: true)]);
    return;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(url);
var app = builder.Build();
app.MapPost("/noop", (RequestDelegate)(async context =>
{
    var read = await context.Request.BodyReader.ReadAsync();
    context.Request.BodyReader.AdvanceTo(read.Buffer.End);
    var answer = "{\"decision\":\"none\"}"u8;
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer.Length;
    answer.CopyTo(context.Response.BodyWriter.GetSpan(answer.Length));
    context.Response.BodyWriter.Advance(answer.Length);
}));
await app.RunAsync();
