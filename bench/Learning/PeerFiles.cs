using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bellwether.Data.Training;

namespace Bellwether.Bench.Learning;

/// <summary>Hands rows to a Python peer as raw little-endian floats, and reads its one line of JSON.</summary>
public static class PeerFiles
{
    public static void Write(Dataset rows, string path)
    {
        using var file = File.Create(path);
        var buffer = new float[rows.Rows];
        for (var c = 0; c <= rows.Width; c++)
        {
            var column = c < rows.Width ? rows.Column(c) : rows.Labels;
            for (var i = 0; i < buffer.Length; i++)
                buffer[i] = (float)column[i];
            file.Write(MemoryMarshal.AsBytes(buffer.AsSpan()));
        }
    }

    /// <summary>Runs <c>bench/xgboost_peer.py</c> with Debian's Python (or that of BELLWETHER_PYTHON).</summary>
    public static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("BELLWETHER_PYTHON") ?? "/usr/bin/python3") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{script} must end with exit code 0, but ended with {process.ExitCode}. Install python3-xgboost and python3-sklearn.");
    }
}
