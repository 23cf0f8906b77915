using System.Net.Http.Headers;
using System.Threading.Channels;

namespace Bellwether.Monitoring.Alerts;

/// <summary>Posts every transition as JSON to an address, in order, from a queue of its own: the caller never waits.</summary>
/// <remarks>An attempt succeeded at any 2xx answer; 4xx answers other than 408 and 429 are not tried again. Delivery is at least once
/// while the process lives. Safe for concurrent use.</remarks>
public sealed class WebhookSink : IAlertSink, IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly WebhookOptions _options;
    private readonly Channel<AlertTransition> _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _worker;
    private long _delivered, _failed, _dropped;

    /// <summary>Starts the queue.</summary>
    /// <param name="client">Sends; owned by the caller.</param>
    /// <param name="address">Where to.</param>
    /// <param name="time">The clock of waits and limits.</param>
    /// <param name="options">How hard to try; defaults when null.</param>
    public WebhookSink(HttpClient client, Uri address, TimeProvider time, WebhookOptions? options = null)
    {
        (_client, _address, _time, _options) = (client, address, time, options ?? new WebhookOptions());
        _queue = Channel.CreateBounded<AlertTransition>(new BoundedChannelOptions(_options.Capacity) { SingleReader = true });
        _worker = PumpAsync(_stop.Token);
    }

    /// <summary>Transitions that arrived.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Transitions that were given up after all attempts.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Transitions that were let go because the queue was full or closed.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Queues a transition and returns at once.</summary>
    public ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken = default)
    {
        if (!_queue.Writer.TryWrite(transition))
            Interlocked.Increment(ref _dropped);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes no more, and completes when all that is queued was delivered or given up.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        _queue.Writer.TryComplete();
        await _worker.WaitAsync(cancellationToken);
    }

    /// <summary>Stops at once; what is queued is lost. Call <see cref="FlushAsync"/> first to keep it.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _worker;
        _stop.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var transition in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                if (await DeliverAsync(AlertJson.Write(transition), cancellationToken))
                    Interlocked.Increment(ref _delivered);
                else
                    Interlocked.Increment(ref _failed);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Disposed: what is left is lost, as the contract says.
        }
    }

    private async Task<bool> DeliverAsync(byte[] json, CancellationToken cancellationToken)
    {
        var delay = _options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            if (await TryAsync(json, cancellationToken) is { } final)
                return final;
            if (attempt == _options.Attempts)
                return false;
            await Task.Delay(delay, _time, cancellationToken);
            delay = delay * 2 < _options.LongestDelay ? delay * 2 : _options.LongestDelay;
        }
    }

    /// <summary>True: delivered; false: never will be; null: try again.</summary>
    private async Task<bool?> TryAsync(byte[] json, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _client.PostAsync(_address, content, both.Token);
            if (response.IsSuccessStatusCode)
                return true;
            var status = (int)response.StatusCode;
            return status is >= 400 and < 500 and not 408 and not 429 ? false : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
