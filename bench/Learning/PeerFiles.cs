using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bellwether.Data.Training;

namespace Bellwether.Bench.Learning;

/// <summary>Hands rows to a peer as raw little-endian floats, column after column and the label last, and reads its one line of JSON.</summary>
public static class PeerFiles
{
    public static void Write(Dataset rows, string path)
    {
        using var file = File.Create(path);
        WriteRows(file, rows, 0, rows.Rows);
    }

    /// <summary>Writes rows into their places in a file for <paramref name="total"/> rows.</summary>
    public static void WriteRows(FileStream file, Dataset rows, long from, long total)
    {
        var buffer = new float[rows.Rows];
        for (var c = 0; c <= rows.Width; c++)
        {
            var column = c < rows.Width ? rows.Column(c) : rows.Labels;
            for (var i = 0; i < buffer.Length; i++)
                buffer[i] = (float)column[i];
            file.Position = ((c * total) + from) * sizeof(float);
            file.Write(MemoryMarshal.AsBytes(buffer.AsSpan()));
        }
    }

    public static FloatColumns Read(string path, int columns)
    {
        using var file = File.OpenRead(path);
        var rows = (int)(file.Length / sizeof(float) / (columns + 1));
        var all = new float[columns + 1][];
        for (var c = 0; c <= columns; c++)
        {
            all[c] = new float[rows];
            file.ReadExactly(MemoryMarshal.AsBytes(all[c].AsSpan()));
        }

        return new FloatColumns(new FeatureSchema(Enumerable.Range(0, columns).Select(c => new FeatureSpec($"f{c}"))), all[..columns], Array.ConvertAll(all[columns], v => (double)v));
    }

    /// <summary>Runs a script beside the bench with Debian's Python (or that of BELLWETHER_PYTHON).</summary>
    public static Task<JsonElement> RunAsync(string script, params string[] arguments) =>
        StartAsync(Environment.GetEnvironmentVariable("BELLWETHER_PYTHON") ?? "/usr/bin/python3", "1", [Path.Combine(AppContext.BaseDirectory, script), .. arguments]);

    /// <summary>Runs a program that prints one line of JSON, with so many threads for OpenMP.</summary>
    public static async Task<JsonElement> StartAsync(string program, string threads, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (threads != "1" || arguments.Any(a => a.EndsWith("trees_peer.py", StringComparison.Ordinal)))
            start.Environment["OMP_NUM_THREADS"] = threads;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} must end with exit code 0, but ended with {process.ExitCode}. Install python3-xgboost and python3-sklearn.");
    }
}
