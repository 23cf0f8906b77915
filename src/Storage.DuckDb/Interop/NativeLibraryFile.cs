using System.Runtime.InteropServices;

namespace Bellwether.Storage.DuckDb.Interop;

/// <summary>Finds and loads the native library that the build copied next to the program.</summary>
internal static class NativeLibraryFile
{
    /// <summary>The environment variable that names a library to load instead.</summary>
    public const string Variable = "BELLWETHER_DUCKDB_LIBRARY";

    public static nint Load() => Load(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [named] : Candidates(AppContext.BaseDirectory));

    /// <summary>The first candidate that loads.</summary>
    /// <exception cref="DllNotFoundException">None does: the message names every place and what to run.</exception>
    public static nint Load(IReadOnlyList<string> candidates)
    {
        var tried = new List<string>();
        foreach (var path in candidates)
        {
            if (!File.Exists(path))
            {
                tried.Add($"{path}: no such file");
                continue;
            }

            try
            {
                return NativeLibrary.Load(path);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                tried.Add($"{path}: {e.Message}");
            }
        }

        throw new DllNotFoundException(
            $"The native DuckDB library could not be loaded. Looked at:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", tried)}{Environment.NewLine}"
            + "Build the program with 'dotnet build' on this machine (its native libraries come by npm and need Node.js 20 or later; if a download "
            + $"was cut short, delete native/node_modules and build again), or set {Variable} to the full path of a DuckDB 1.5 library.");
    }

    public static IReadOnlyList<string> Candidates(string folder)
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var (system, file) = OperatingSystem.IsWindows() ? ("win", "duckdb.dll") : OperatingSystem.IsMacOS() ? ("osx", "libduckdb.dylib") : ("linux", "libduckdb.so");
        return [Path.Combine(folder, "runtimes", $"{system}-{architecture}", "native", file), Path.Combine(folder, file)];
    }
}
