using System.Net.Http.Headers;
using Bellwether.Gallery.Trust.CardFraud;
using Bellwether.Numerics.Random;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>One client of a <see cref="Load"/>: one request at a time.</summary>
internal sealed class LoadClient(Ledger ledger, string name, Seed seed)
{
    private static readonly DateTimeOffset s_start = new(TimeProvider.System.GetUtcNow().Date.AddDays(-30), TimeSpan.Zero);
    private readonly RandomStream _random = new(seed);
    private int _payments, _outcomes;
    private Work? _unanswered;

    public async Task RunAsync(HttpClient http, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var work = _unanswered ??= Next();
            ledger.Send(work);
            try
            {
                using var content = new ByteArrayContent(work.Body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await http.PostAsync(work.Path, content, CancellationToken.None);
                var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
                if ((int)response.StatusCode == 200)
                {
                    ledger.Take(work, body);
                    _unanswered = null;
                    continue;
                }

                response.Headers.TryGetValues("Retry-After", out var after);
                ledger.Refusals.Enqueue(new Refusal(work.Path, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, after?.FirstOrDefault(),
                    System.Text.Encoding.UTF8.GetString(body)));
                // Half of what is refused is sent again with the same ids, and sooner than asked; the rest is given up.
                await Task.Delay(20, CancellationToken.None);
                if (_random.NextBool(0.5))
                    _unanswered = null;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private Work Next() => _random.NextDouble() switch
    {
        < 0.6 => Work.Decide([Payment()]),
        < 0.75 => Work.Decide([Payment(), Payment(), Payment()]),
        < 0.9 => Work.Tell([Chargeback()]),
        _ => Work.Tell([Review(), Review(), Review(), Review()]),
    };

    private CardPayment Payment()
    {
        var n = _payments++;
        return new CardPayment($"{name}-p{n}", s_start.AddSeconds(n), Math.Round(_random.NextLogNormal(3.5, 1), 2), $"card-{_random.NextInt(50)}", "US",
            $"shop-{_random.NextInt(20)}", "books", "US", _random.NextBool(0.5), _random.NextInt(24), $"device-{_random.NextInt(80)}", "example.com", "US", _random.NextInt(900));
    }

    private Chargeback Chargeback()
    {
        var (n, of) = (_outcomes++, _random.NextInt(_payments + 1));
        return new Chargeback($"{name}-c{n}", s_start.AddSeconds(n), $"{name}-p{of}", $"shop-{_random.NextInt(20)}", _random.NextInt(400));
    }

    private ReviewResult Review()
    {
        var (n, of) = (_outcomes++, _random.NextInt(_payments + 1));
        return new ReviewResult($"{name}-r{n}", s_start.AddSeconds(n), $"{name}-p{of}", _random.NextBool(0.3), $"shop-{_random.NextInt(20)}");
    }
}
